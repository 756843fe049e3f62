using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Sagas.Api.Temporal;
using Sagas.Api.Tests.OpenApi;
using Sagas.Storage;
using Sagas.TestSupport;

namespace Sagas.Api.Tests;

/// <summary>The real API over HTTP with a real database; only Temporal is a fake.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    public const string Client = "sagas_client_one";
    public const string OtherClient = "sagas_client_two";
    public const string Support = "sagas_support_one";
    public const string WebhookSecret = "whsec_of_the_tests";

    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly ApiOptions _options;
    private ApiDescription? _description;

    private RunningApi(WebApplication app, ApiOptions options, FakeSagas sagas, NpgsqlDataSource database)
    {
        _app = app;
        _options = options;
        Sagas = sagas;
        Database = database;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeSagas Sagas { get; }

    public NpgsqlDataSource Database { get; }

    /// <param name="way">The connection that the API is told, if not the database's own.</param>
    public static async Task<RunningApi> StartAsync(Func<string, string>? way = null)
    {
        var cluster = await PostgresCluster.SharedAsync();
        var connection = await cluster.CreateDatabaseAsync();
        var database = SagasDatabase.Open(connection, "tests");
        await Migrator.MigrateAsync(database);
        await DemoSeed.SeedEventAsync(database, new EventSeed("demo", "Demo", Sections: 2, SeatsPerSection: 20));
        await ApiKeys.AddAsync(database, Client, "one", ApiKeyRole.Client);
        await ApiKeys.AddAsync(database, OtherClient, "two", ApiKeyRole.Client);
        await ApiKeys.AddAsync(database, Support, "desk", ApiKeyRole.Support);
        var options = new ApiOptions
        {
            DatabaseUrl = way?.Invoke(connection) ?? connection, Url = "http://127.0.0.1:0", StripeWebhookSecret = WebhookSecret,
        };
        return await StartAsync(options, new FakeSagas(), database);
    }

    /// <summary>Another process of the same API, with other settings.</summary>
    public Task<RunningApi> StartAnotherAsync(Func<ApiOptions, ApiOptions> settings) =>
        StartAsync(settings(_options), Sagas, SagasDatabase.Open(_options.DatabaseUrl, "tests"));

    private static async Task<RunningApi> StartAsync(ApiOptions options, FakeSagas sagas, NpgsqlDataSource database)
    {
        var app = ApiHost.Build(
            options, services => services.AddSingleton<IBookingSagas>(sagas).AddSingleton<IRecoveries>(new FakeRecoveries()));
        await app.StartAsync();
        return new RunningApi(app, options, sagas, database);
    }

    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        string? key = Client,
        string? idempotencyKey = null,
        string? prefer = null,
        string? contentEncoding = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, System.Text.Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        if (contentEncoding is not null)
        {
            request.Content!.Headers.ContentEncoding.Add(contentEncoding);
        }

        Add("Authorization", key is null ? null : $"Bearer {key}");
        Add("Idempotency-Key", idempotencyKey);
        Add("Prefer", prefer);
        return await AnswerAsync(request);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    /// <summary>Where it listens, for requests that no client sends.</summary>
    public Uri Address => _http.BaseAddress!;

    /// <summary>Delivers bytes to the webhook, with this signature.</summary>
    public async Task<Answer> DeliverAsync(byte[] body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks/stripe") { Content = new ByteArrayContent(body) };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
        }

        return await AnswerAsync(request);
    }

    private async Task<Answer> AnswerAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        _description ??= new ApiDescription(await _http.GetStringAsync("/openapi/v1.json"));
        _description.Faults(request, response, text).ShouldBeEmpty($"{request.Method} {request.RequestUri}: {text}");
        return new Answer(
            (int)response.StatusCode,
            text.Length == 0 ? default : JsonDocument.Parse(text).RootElement,
            response.Headers.Location?.ToString(),
            response.Headers.TryGetValues("Retry-After", out var after) ? after.Single() : null,
            response.Headers.TryGetValues("Preference-Applied", out var applied) ? applied.Single() : null,
            response.Content.Headers.ContentType?.MediaType);
    }

    public Task<Answer> BookAsync(
        string idempotencyKey, string seat = "A-1", string? prefer = null, string key = Client, string eventId = "demo") =>
        SendAsync(HttpMethod.Post, "/v1/bookings", Body(seat, eventId), key, idempotencyKey, prefer);

    public static object Body(string seat = "A-1", string eventId = "demo", string? onDeliveryFailure = null, string? returnUrl = null) => new
    {
        eventId,
        seats = new[] { seat },
        customer = new { name = "Zoë 🎫", email = "zoe@example.com" },
        payment = new { method = "pm_card_visa", returnUrl },
        onDeliveryFailure,
    };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
    }
}

internal sealed record Answer(
    int Status, JsonElement Body, string? Location, string? RetryAfter, string? PreferenceApplied, string? MediaType)
{
    public string Text(string name) => Body.GetProperty(name).GetString()!;

    /// <summary>The end of the problem's type.</summary>
    public string Problem()
    {
        MediaType.ShouldBe("application/problem+json");
        Body.GetProperty("status").GetInt32().ShouldBe(Status);
        return Text("type")["urn:sagas:problem:".Length..];
    }
}

/// <summary>One API for all tests of a class.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    internal RunningApi Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (PostgresBinaries.SkipReason is null)
        {
            Api = await RunningApi.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (Api is not null)
        {
            await Api.DisposeAsync();
        }
    }
}
