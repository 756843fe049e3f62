using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sagas.CodecServer;

/// <summary>
/// Answers as the other processes do, for the same probes. It depends on nothing but its keys, which were read before it
/// listens: whoever gets an answer at all finds it live, started and ready.
/// </summary>
internal static class HealthEndpoints
{
    private const string Fine = """{"status":"ok","checks":{}}""";

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var probe in new[] { "startup", "live", "ready" })
        {
            routes.MapGet($"/health/{probe}", () => TypedResults.Text(Fine, "application/json"));
        }
    }
}
