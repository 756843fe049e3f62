using Sagas.Local.Supervision;

namespace Sagas.Local.TestRun;

/// <summary>The machine's own browser, which the browser tests drive.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    /// <summary>Where it is, or null.</summary>
    public static string? Find() => Names.Select(name => Shell.Find(name)).FirstOrDefault(path => path is not null);
}
