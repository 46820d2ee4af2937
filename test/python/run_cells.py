"""Runs the cells that come as JSON on standard input in a Jupyter kernel; prints what the first failing cell shows."""

import json
import os
import sys
import tempfile

import nbclient
import nbformat

with tempfile.TemporaryDirectory() as folder:
    kernel = os.path.join(folder, "kernels", "here")
    os.makedirs(kernel)
    with open(os.path.join(kernel, "kernel.json"), "w") as file:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        json.dump({"argv": argv, "display_name": "here", "language": "python"}, file)
    os.environ["JUPYTER_PATH"] = folder
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in json.load(sys.stdin)])
    nbclient.NotebookClient(notebook, kernel_name="here", allow_errors=True, timeout=60).execute()
    for cell in notebook.cells:
        for output in cell.outputs:
            if output.output_type == "error":
                print("\n".join(output.traceback))
            elif output.output_type == "stream":
                print(output.text)
