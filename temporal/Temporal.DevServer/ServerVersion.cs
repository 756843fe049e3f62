namespace Temporal.DevServer;

/// <summary>The version this server says it has: that of the real server whose behaviour it follows.</summary>
internal static class ServerVersion
{
    /// <summary>Semantic version; clients and the UI compare it.</summary>
    public const string Text = "1.31.2";
}
