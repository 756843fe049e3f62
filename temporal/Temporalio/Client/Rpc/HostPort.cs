namespace Temporalio.Client.Rpc;

/// <summary>Reads <c>host:port</c>.</summary>
internal static class HostPort
{
    public static (string Host, int Port) Parse(string target, int defaultPort)
    {
        if (target.Contains("://", StringComparison.Ordinal))
        {
            throw new ArgumentException("TargetHost cannot have ://");
        }
        if (!Uri.TryCreate($"tcp://{target}", UriKind.Absolute, out var uri) || uri.Host.Length == 0
            || uri.PathAndQuery is not ("" or "/"))
        {
            throw new ArgumentException($"Target {target} must be host:port");
        }
        return (uri.Host, uri.Port < 0 ? defaultPort : uri.Port);
    }
}
