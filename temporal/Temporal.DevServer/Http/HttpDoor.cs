using Temporal.DevServer.Http.Json;

namespace Temporal.DevServer.Http;

/// <summary>
/// The two ways in which a real installation serves the same API over HTTP; each has a port of its own here, because they
/// answer the same paths differently.
/// </summary>
internal enum HttpDoor
{
    /// <summary>The UI's: paths under <c>/api/v1</c>, payloads always in full form, static pages beside it.</summary>
    Ui,

    /// <summary>The frontend's: paths with and without <c>/api/v1</c>, payloads in short form unless asked otherwise.</summary>
    Frontend,
}

/// <summary>What a request asks for with its headers and query string.</summary>
internal static class HttpDoorStyle
{
    private const string Plain = "application/json";
    private const string NoShorthand = "application/json+no-payload-shorthand";
    private const string Pretty = "application/json+pretty";
    private const string PrettyNoShorthand = "application/json+pretty+no-payload-shorthand";

    /// <summary>How the answer is written.</summary>
    public static JsonStyle Answer(HttpDoor door, HttpRequest request)
    {
        if (door == HttpDoor.Ui)
        {
            return default;
        }

        var accept = request.Headers.Accept.ToString();
        var shorthand = accept is not (NoShorthand or PrettyNoShorthand) && !request.Query.ContainsKey("noPayloadShorthand");
        var pretty = accept is Pretty or PrettyNoShorthand || request.Query.ContainsKey("pretty");
        return new JsonStyle(shorthand, pretty)
        {
            ContentType = (shorthand, pretty) switch
            {
                (true, false) => Plain,
                (true, true) => Pretty,
                (false, false) => NoShorthand,
                (false, true) => PrettyNoShorthand,
            },
        };
    }

    /// <summary>Whether payloads in the body may be short.</summary>
    public static bool ReadsShorthand(HttpDoor door, HttpRequest request) =>
        door == HttpDoor.Frontend && request.ContentType is not (NoShorthand or PrettyNoShorthand);
}
