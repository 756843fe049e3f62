namespace Sagas.Local.Setup;

/// <summary>Which cluster is set up, and how long it keeps what has ended.</summary>
/// <param name="Address">host:port of the frontend.</param>
/// <param name="Namespace">The namespace to make or complete.</param>
/// <param name="Retention">How long ended workflows stay to be looked at.</param>
/// <param name="DryRun">Only say what would be done.</param>
internal sealed record SetupOptions(string Address, string Namespace, TimeSpan Retention, bool DryRun)
{
    /// <summary>Long enough for support to look at last week's bookings.</summary>
    public const int RetentionDaysDefault = 30;

    public string? ApiKey { get; init; }

    public bool Tls { get; init; }

    public string? CaFile { get; init; }

    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }
}
