/** Libraries that answer in place of others while tests run, by the module that is imported: what they fake waits for nobody. */
export const fakes: Readonly<Record<string, RegExp>> = {
	fakeredis: /^redis\./,
	httpretty: /^(requests|urllib|http\.client|httpx)\./,
	moto: /^(boto3|botocore)\./,
	mongomock: /^pymongo\./,
	pook: /^(requests|urllib|http\.client|httpx)\./,
	requests_mock: /^requests\./,
	responses: /^requests\./,
	respx: /^httpx\./,
	vcr: /^(requests|urllib|http\.client|httpx|boto3|botocore)\./,
};
