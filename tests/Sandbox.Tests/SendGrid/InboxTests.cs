namespace Sandbox.Tests.SendGrid;

public sealed class InboxTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("sendgrid-sandbox-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Pages_Mail_IsShownWithItsTextEscaped()
    {
        await using var sendGrid = await SendGridApi.StartAsync();
        var id = (await sendGrid.SendAsync(SendGridApi.Mail())).Header("X-Message-Id");

        (await sendGrid.GetAsync("/")).Text.ShouldContain("Your &lt;tickets&gt;");
        (await sendGrid.GetAsync($"/mails/{id}")).Text.ShouldContain("<iframe");
        (await sendGrid.GetAsync($"/mails/{id}/html")).Text.ShouldBe("<p>Hello</p>");
        (await sendGrid.GetAsync("/mails/none")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Attachment_IsGivenAsItCame()
    {
        await using var sendGrid = await SendGridApi.StartAsync();
        var sent = await sendGrid.SendAsync(SendGridApi.Mail(
            more: ""","attachments":[{"filename":"ticket.pdf","type":"application/pdf","content":"JVBERg=="}]"""));

        (await sendGrid.GetAsync($"/mails/{sent.Header("X-Message-Id")}/attachments/0")).Text.ShouldBe("%PDF");
        (await sendGrid.GetAsync($"/mails/{sent.Header("X-Message-Id")}/attachments/1")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Restart_Mails_AreThere()
    {
        string dump, id;
        await using (var sendGrid = await SendGridApi.StartAsync(_data))
        {
            id = (await sendGrid.SendAsync(SendGridApi.Mail())).Header("X-Message-Id")!;
            dump = (await sendGrid.GetAsync("/_sandbox/dump")).Text;
        }

        await using var again = await SendGridApi.StartAsync(_data);

        (await again.GetAsync("/_sandbox/dump")).Text.ShouldBe(dump);
        (await again.GetAsync($"/mails/{id}/html")).Text.ShouldBe("<p>Hello</p>");
    }

    [Fact]
    public async Task Health_IsReady()
    {
        await using var sendGrid = await SendGridApi.StartAsync();

        (await sendGrid.GetAsync("/health/ready")).Status.ShouldBe(200);
    }
}
