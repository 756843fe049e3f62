using System.Security.Cryptography;
using Browser.Chromium;
using Microsoft.Playwright;
using Sagas.Harness;

namespace Browser;

/// <summary>
/// One running booking system with its Temporal UI, and one browser, for all tests. Its payloads are encrypted, so whatever
/// the tests read of inputs and results went through the codec server.
/// </summary>
public sealed class OperatorUi : IAsyncLifetime
{
    private const float PatienceMs = 20_000;

    /// <summary>The first build of the UI on a machine installs its packages.</summary>
    private static readonly TimeSpan BuildMax = TimeSpan.FromMinutes(8);

    private RunningSystem? _system;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private int _events;

    public RunningSystem System => _system ?? throw new InvalidOperationException("The system is not up.");

    public BookingDesk Desk => new(System);

    public async Task InitializeAsync()
    {
        if (ChromiumProgram.Missing is { } missing)
        {
            // The tests are skipped with this reason, but on CI they fail with it.
            Skipping(missing);
            return;
        }

        _system = await RunningSystem.StartAsync(new Dictionary<string, string>
        {
            ["SAGAS_UI"] = "on",
            ["PAYLOAD_ENCRYPTION_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["SAGAS_WORKER_STACK_TRACES"] = "true",
        });
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ChromiumProgram.Path,
            // Chromium's own sandbox refuses root, as whom containers run.
            ChromiumSandbox = Environment.UserName != "root",
        });
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        await WaitForUiAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }

    /// <summary>A new event of its own for a test.</summary>
    public async Task<string> EventAsync()
    {
        var id = $"e{Interlocked.Increment(ref _events)}";
        await System.SeedEventAsync(id);
        return id;
    }

    /// <summary>Does something in a browser window.</summary>
    public Task VisitAsync(string test, Func<IPage, Task> act) => Visit.PayAsync(
        _browser!, [System.Urls.TemporalUi, System.Urls.Codec!], Directory.CreateDirectory(Screenshots).FullName, test, async page =>
        {
            page.SetDefaultTimeout(PatienceMs);
            await act(page);
        });

    private static void Skipping(string reason)
    {
        if (ChromiumProgram.OnCi)
        {
            throw new InvalidOperationException(reason);
        }
    }

    private static string Screenshots => Path.Combine(Executable.Root, ".sagas", "browser");

    private async Task WaitForUiAsync()
    {
        using var http = new HttpClient();
        try
        {
            await Eventually.HoldsAsync("the Temporal UI is built", BuildMax, async () =>
                (await http.GetStringAsync(new Uri(System.Urls.TemporalUi))).Contains("/_app/", StringComparison.Ordinal));
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"{exception.Message}{Environment.NewLine}{System.Output}", exception);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class OperatorUiCollection : ICollectionFixture<OperatorUi>
{
    public const string Name = "operator's window";
}
