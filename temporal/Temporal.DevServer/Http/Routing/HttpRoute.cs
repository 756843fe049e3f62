using Google.Protobuf.Reflection;
using Temporal.DevServer.Grpc;

namespace Temporal.DevServer.Http.Routing;

/// <summary>One HTTP form of one RPC.</summary>
/// <param name="Verb">GET, POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">What the path must look like.</param>
/// <param name="HasBody">True: the body is the request and the query string is not read; false: the reverse.</param>
/// <param name="Method">The RPC as declared.</param>
/// <param name="Handler">What answers it; null when this server does not.</param>
internal sealed record HttpRoute(
    string Verb, PathTemplate Path, bool HasBody, MethodDescriptor Method, RpcMethod? Handler);
