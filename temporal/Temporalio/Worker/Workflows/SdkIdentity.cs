namespace Temporalio.Worker.Workflows;

/// <summary>How this SDK names itself in history.</summary>
internal static class SdkIdentity
{
    public const string Name = "temporal-dotnet";

    public static readonly string Version =
        typeof(SdkIdentity).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
