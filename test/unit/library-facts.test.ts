import { expect, test } from 'vitest';
import { generatedFacts, libraryApi, libraryApis } from '../../server/src/knowledge/libraries.ts';
import { checkText } from '../support/check-files.ts';

/** What is forgotten with libraries, each line with the rule that must speak. No environment lies beside it. */
const wrong = `import redis.asyncio as aredis
import aiohttp
import asyncpg
import discord
from aiogram import types
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import AsyncMongoClient
from sqlalchemy.ext.asyncio import AsyncSession
from fastapi import Request, WebSocket, UploadFile
from openai import AsyncOpenAI


async def main(m: discord.Message, q: types.Message, req: Request, ws: WebSocket, up: UploadFile, s: AsyncSession):
    r = aredis.Redis()
    r.set("a", 1)  # missing-await
    if r.get("x"):  # missing-await
        pass
    r.hgetall("x")["k"]  # missing-await
    q.answer("hi")  # missing-await
    m.channel.send("x")  # missing-await
    m.delete()  # missing-await
    data = req.json()  # missing-await
    print(data["x"])
    ws.accept()  # missing-await
    body = up.read()  # missing-await
    print(body.decode())
    s.commit()  # missing-await
    rows = s.execute("x").all()  # missing-await
    with aiohttp.ClientSession() as session:  # wrong-with
        pass
    async with aiohttp.ClientSession() as session:
        session.get("x").json()  # missing-await
    client = AsyncIOMotorClient()
    client.shop.items.find_one({})["x"]  # missing-await
    for d in client.shop.items.find({}):  # wrong-for
        pass
    conn = await asyncpg.connect("x")
    with conn.transaction():  # wrong-with
        conn.execute("x")  # missing-await
    ai = AsyncOpenAI()
    r = ai.chat.completions.create(model="x")  # missing-await
    print(r.choices)
    pipe = aredis.Redis().pipeline()
    pipe.execute()  # missing-await
`;

/** Its nearest neighbours that are right: sync clients of the same libraries, pipelines, things entered or awaited later. */
const right = `import asyncio
import redis
import redis.asyncio as aredis
import psycopg
from playwright.sync_api import sync_playwright
import aiohttp
import asyncpg
import aiosqlite
import websockets
import discord
from aiogram import types
from pymongo import AsyncMongoClient
from motor.motor_asyncio import AsyncIOMotorClient
from sqlalchemy.ext.asyncio import create_async_engine, AsyncSession
from fastapi import Request, WebSocket
from openai import AsyncOpenAI


def sync_part():
    r = redis.Redis()
    r.get("x")
    with r.pipeline() as p:
        p.set("a", 1)
    with psycopg.connect("x") as c:
        c.execute("x")
    with sync_playwright() as p:
        b = p.chromium.launch()
        b.new_page().goto("x")


async def main(m: discord.Message, q: types.Message, req: Request, ws: WebSocket):
    r = aredis.Redis()
    async with r.pipeline() as pipe:
        pipe.set("a", 1)
        pipe.incr("b")
        await pipe.execute()
    pool = asyncpg.create_pool("x")
    await pool
    async with asyncpg.create_pool("x") as p2, p2.acquire() as conn:
        async with conn.transaction():
            await conn.execute("x")
    db = await aiosqlite.connect("x")
    async with db.execute("x") as cur:
        async for row in cur:
            print(row)
    engine = create_async_engine("x")
    async with engine.connect() as c, AsyncSession(engine) as s:
        res = await c.execute("x")
        for row in res:
            print(row)
        s.add(1)
        async with s.begin():
            pass
    client = AsyncIOMotorClient()
    client.shop.items.insert_one({})
    async for d in client.shop.items.find({}).limit(3):
        print(d)
    fut = client.shop.items.find_one({})
    print(await fut)
    mc = AsyncMongoClient()
    async for d in mc.shop.items.find({}):
        print(d)
    async with aiohttp.ClientSession() as session:
        resp = session.get("x")
        async with resp as rr:
            rr.raise_for_status()
        await asyncio.gather(session.get("a"), session.get("b"))
    req.url_for("x")
    task = asyncio.create_task(m.reply("x"))
    await task
    print(m.channel, m.author.name, q.text)
    ai = AsyncOpenAI()
    async with ai.beta.chat.completions.stream(model="x") as st:
        async for e in st:
            print(e)
    async for w in websockets.connect("x"):
        await w.recv()
`;

const forgotten = /^(missing-await|wrong-with|wrong-for|called-too-early)$/;
const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length;
const found = (text: string) =>
	new Set(
		checkText(text)
			.filter(({ rule }) => forgotten.test(rule.name))
			.map(({ rule, range }) => `${lineOf(text, range.start)} ${rule.name}`),
	);

test('what is forgotten with a library is found', () => {
	const expected = wrong.split('\n').flatMap((line, index) => {
		const rule = /# (\S+)$/.exec(line)?.[1];
		return rule === undefined ? [] : [`${index + 1} ${rule}`];
	});
	expect([...found(wrong)]).toEqual(expected);
});

test('what is right with a library is left alone', () => {
	expect([...found(right)]).toEqual([]);
});

test('at least forty libraries are listed, each with the version it was read at', () => {
	const libraries = new Set([...libraryApis.values()].flatMap(({ checkedAgainst }) => (checkedAgainst === undefined ? [] : [checkedAgainst.split(' ')[0]])));
	expect(libraries.size).toBeGreaterThanOrEqual(40);
	for (const { library } of Object.values(generatedFacts)) expect(library).toMatch(/^\S+ \S/);
});

test('every class that generated facts lead to is listed itself', () => {
	const mentioned = Object.values(generatedFacts).flatMap((entry) =>
		Object.values(entry).flatMap((value) => (typeof value === 'string' ? [...value.matchAll(/\w:([\w.]+)/g)].map(([, type = '']) => type) : [])),
	);
	expect(mentioned.filter((type) => !libraryApi(type))).toEqual([]);
});
