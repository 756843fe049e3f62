namespace Browser.Chromium;

/// <summary>A test that needs a browser and the UI: skipped where one of them cannot be had, but never on CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!ChromiumProgram.OnCi)
        {
            Skip = ChromiumProgram.Missing;
        }
    }
}
