namespace Temporalio.Client;

/// <summary>Options for reaching the server through an HTTP proxy by CONNECT.</summary>
public class HttpConnectProxyOptions : ICloneable
{
    /// <summary>Creates the options; the target must be set later.</summary>
    public HttpConnectProxyOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="targetHost">Host and port of the proxy.</param>
    public HttpConnectProxyOptions(string targetHost) => TargetHost = targetHost;

    /// <summary>Host and port of the proxy.</summary>
    /// <value>Null; required.</value>
    public string? TargetHost { get; set; }

    /// <summary>User and password.</summary>
    /// <value>Null: none.</value>
    public (string Username, string Password)? BasicAuth { get; set; }

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();
}
