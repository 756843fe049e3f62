using Google.Protobuf.Reflection;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Http;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Http.Routing;

/// <summary>
/// All HTTP routes, read from the <c>google.api.http</c> rules on the declared services, so that the HTTP API can never
/// say something else than the gRPC API.
/// </summary>
internal sealed class HttpRouteTable
{
    private readonly ILookup<int, HttpRoute> _byLength;

    /// <summary>Reads the rules of the public services.</summary>
    public HttpRouteTable(RpcTable rpcs)
    {
        MethodDescriptor[] methods =
        [
            .. Temporalio.Api.WorkflowService.V1.ServiceReflection.Descriptor.Services.Single().Methods,
            .. Temporalio.Api.OperatorService.V1.ServiceReflection.Descriptor.Services.Single().Methods,
        ];
        All = [.. methods.SelectMany(method => RoutesOf(method, rpcs))];
        _byLength = All.OrderByDescending(route => route.Path.LiteralCount).ToLookup(route => route.Path.Length);
    }

    /// <summary>Every route.</summary>
    public IReadOnlyList<HttpRoute> All { get; }

    /// <summary>Finds the route of a request.</summary>
    /// <exception cref="HttpRefusal">404 for an unknown path, 501 for a known one with another verb.</exception>
    public RouteMatch Find(string verb, IReadOnlyList<string> path)
    {
        var pathKnown = false;
        foreach (var route in _byLength[path.Count])
        {
            if (route.Path.Match(path) is not { } fields)
            {
                continue;
            }

            if (route.Verb == verb)
            {
                return new(route, fields);
            }

            pathKnown = true;
        }

        throw pathKnown
            ? new HttpRefusal(501, RpcCode.Unimplemented, "Method Not Allowed")
            : new HttpRefusal(404, RpcCode.NotFound, "Not Found");
    }

    private static IEnumerable<HttpRoute> RoutesOf(MethodDescriptor method, RpcTable rpcs)
    {
        if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule)
        {
            return [];
        }

        var handler = rpcs.TryFind($"/{method.Service.FullName}/{method.Name}");
        return rule.AdditionalBindings.Prepend(rule).Select(binding => ToRoute(binding, method, handler));
    }

    private static HttpRoute ToRoute(HttpRule rule, MethodDescriptor method, RpcMethod? handler)
    {
        var (verb, path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            _ => throw new InvalidOperationException($"The HTTP rule of {method.FullName} has no verb known here."),
        };
        return new(verb, new PathTemplate(path), rule.Body == "*", method, handler);
    }
}

/// <summary>A route and the fields that the path sets, by dotted proto name.</summary>
internal readonly record struct RouteMatch(HttpRoute Route, IReadOnlyList<KeyValuePair<string, string>> PathFields);
