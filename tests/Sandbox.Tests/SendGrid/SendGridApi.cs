using System.Net.Http.Headers;
using System.Text;
using Sandbox.SendGrid;

namespace Sandbox.Tests.SendGrid;

/// <summary>A sandbox of its own and a bare client of it.</summary>
internal sealed class SendGridApi : IAsyncDisposable
{
    private readonly SendGridSandboxHost _host;

    private SendGridApi(SendGridSandboxHost host)
    {
        _host = host;
        Http = new HttpClient { BaseAddress = new Uri(host.Address) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "SG.sandbox");
    }

    public HttpClient Http { get; }

    public static async Task<SendGridApi> StartAsync(string? data = null) =>
        new(await SendGridSandboxHost.StartAsync(dataDirectory: data));

    public static string Mail(string to = "buyer@example.org", string more = "") =>
        $$$"""
        {"personalizations":[{"to":[{"email":"{{{to}}}","name":"B"}],"custom_args":{"mail_id":"b1:ticket:1"}}],
         "from":{"email":"tickets@example.org"},"subject":"Your <tickets>",
         "content":[{"type":"text/plain","value":"Plain"},{"type":"text/html","value":"<p>Hello</p>"}]{{{more}}}}
        """;

    public async Task<Answer> SendAsync(string json, string type = "application/json") => await Answer.ReadAsync(
        await Http.PostAsync("/v3/mail/send", new StringContent(json, Encoding.UTF8, type)));

    public async Task<Answer> GetAsync(string path) => await Answer.ReadAsync(await Http.GetAsync(path));

    public async Task<Answer> ControlAsync(string path, string json) => await Answer.ReadAsync(
        await Http.PostAsync("/_sandbox/" + path, new StringContent(json, Encoding.UTF8, "application/json")));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
    }
}
