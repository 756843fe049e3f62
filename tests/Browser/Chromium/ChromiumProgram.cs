namespace Browser.Chromium;

/// <summary>The machine's own browser; none is downloaded.</summary>
internal static class ChromiumProgram
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    /// <summary>Where it is, or null.</summary>
    public static string? Path { get; } = Find(Names);

    /// <summary>Why the tests cannot run here, or null.</summary>
    public static string? Missing { get; } =
        Path is null ? "Chromium is needed and there is none; install the package chromium."
        : Find(["node"]) is null ? "The Temporal UI is built with Node, and there is none; install the package nodejs."
        : null;

    public static bool OnCi => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    private static string? Find(string[] names) =>
        (from name in names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
         let file = System.IO.Path.Combine(folder, name)
         where File.Exists(file)
         select file).FirstOrDefault();
}
