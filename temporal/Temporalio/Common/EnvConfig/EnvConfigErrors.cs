namespace Temporalio.Common.EnvConfig;

/// <summary>Says what is wrong with a configuration, as the official package begins it.</summary>
internal static class EnvConfigErrors
{
    /// <summary>The configuration cannot be had.</summary>
    public static InvalidOperationException Loading(string what) => new($"Configuration loading error: {what}");

    /// <summary>The configuration contradicts itself.</summary>
    public static InvalidOperationException Invalid(string what) => Loading($"Invalid configuration: {what}");
}
