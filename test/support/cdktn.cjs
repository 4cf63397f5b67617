// Required before a test run: everything that imports `cdktf` gets CDK Terrain instead, as with "cdktf": "npm:cdktn@^0.24".
const Module = require("node:module");

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolve.call(this, request.replace(/^cdktf(?=\/|$)/, "cdktn"), ...rest);
};
