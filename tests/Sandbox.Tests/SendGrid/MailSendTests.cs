namespace Sandbox.Tests.SendGrid;

public sealed class MailSendTests : IAsyncLifetime
{
    private SendGridApi _sendGrid = null!;

    public async Task InitializeAsync() => _sendGrid = await SendGridApi.StartAsync();

    public async Task DisposeAsync() => await _sendGrid.DisposeAsync();

    [Fact]
    public async Task Send_GoodMail_IsAcceptedAndInTheInbox()
    {
        var sent = await _sendGrid.SendAsync(SendGridApi.Mail());

        sent.Status.ShouldBe(202);
        sent.Text.ShouldBeEmpty();
        var mail = (await _sendGrid.GetAsync("/_sandbox/mails?to=buyer@example.org&mail_id=b1:ticket:1")).Json
            .GetProperty("mails")[0];
        mail.GetProperty("id").GetString().ShouldBe(sent.Header("X-Message-Id"));
        (await _sendGrid.GetAsync("/_sandbox/mails/" + sent.Header("X-Message-Id"))).Json
            .GetProperty("request").GetProperty("subject").GetString().ShouldBe("Your <tickets>");
    }

    [Theory]
    [InlineData("buyer@invalid.example")]
    [InlineData("a+refuse@example.org")]
    [InlineData("no-at-sign")]
    [InlineData("a@b")]
    [InlineData("a b@example.org")]
    [InlineData("")]
    public async Task Send_AddressRefusedForGood_Answers400(string address)
    {
        var refused = await _sendGrid.SendAsync(SendGridApi.Mail(address));

        refused.Status.ShouldBe(400);
        var error = refused.Json.GetProperty("errors")[0];
        error.GetProperty("field").GetString().ShouldBe("personalizations.0.to.0.email");
        error.GetProperty("message").GetString().ShouldBe("Does not contain a valid address.");
        error.TryGetProperty("help", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Send_TenMegabyteAddress_IsRefused() =>
        (await _sendGrid.SendAsync(SendGridApi.Mail(new string('a', 10_000_000) + "@example.org"))).Status.ShouldBe(400);

    [Fact]
    public async Task Send_Over30Megabytes_Answers413()
    {
        // The refusal comes before the body is read; a client that does not wait for it may see a reset instead.
        _sendGrid.Http.DefaultRequestHeaders.ExpectContinue = true;
        var large = SendGridApi.Mail(more: ",\"attachments\":[{\"filename\":\"x\",\"content\":\"" + new string('A', 31 << 20) + "\"}]");

        (await _sendGrid.SendAsync(large)).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Send_EmptyObject_NamesEveryFault()
    {
        var refused = await _sendGrid.SendAsync("{}");

        Fields(refused).ShouldBe(["from.email", "personalizations", "subject", "content"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(""","bogus":1""", "bogus")]
    [InlineData(""","custom_args":{"a":1}""", "custom_args.a")]
    [InlineData(""","categories":["a","a"]""", "categories")]
    [InlineData(""","headers":{"Subject":"x"}""", "headers.Subject")]
    [InlineData(""","mail_settings":{"sandbox_mode":{"enable":"true"}}""", "mail_settings.sandbox_mode.enable")]
    [InlineData(""","send_at":99999999999""", "send_at")]
    [InlineData(""","attachments":[{"filename":"a","content":"***"}]""", "attachments.0.content")]
    [InlineData(""","reply_to":{"email":"x"}""", "reply_to.email")]
    public async Task Send_WrongPart_NamesTheField(string more, string field)
    {
        var refused = await _sendGrid.SendAsync(SendGridApi.Mail(more: more));

        refused.Status.ShouldBe(400);
        Fields(refused).ShouldContain(field);
    }

    [Fact]
    public async Task Send_HtmlBeforePlain_IsRefused()
    {
        var refused = await _sendGrid.SendAsync(
            """
            {"personalizations":[{"to":[{"email":"a@example.org"}]}],"from":{"email":"b@example.org"},"subject":"s",
             "content":[{"type":"text/html","value":"x"},{"type":"text/plain","value":"x"}]}
            """);

        refused.Status.ShouldBe(400);
    }

    [Fact]
    public async Task Send_SameAddressTwice_IsRefused()
    {
        var refused = await _sendGrid.SendAsync(
            """
            {"personalizations":[{"to":[{"email":"a@example.org"}],"cc":[{"email":"A@example.org"}]}],
             "from":{"email":"b@example.org"},"subject":"s","content":[{"type":"text/plain","value":"x"}]}
            """);

        Fields(refused).ShouldBe(["personalizations.0.cc"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"personalizations\":{}}")]
    [InlineData("{\"personalizations\":[1]}")]
    [InlineData("{\"personalizations\":[{\"to\":[7]}],\"from\":7,\"content\":[7],\"attachments\":[7],\"asm\":7}")]
    public async Task Send_Malformed_Answers400(string body) => (await _sendGrid.SendAsync(body)).Status.ShouldBe(400);

    [Fact]
    public async Task Send_SandboxMode_Answers200AndSendsNothing()
    {
        (await _sendGrid.SendAsync(SendGridApi.Mail(more: ""","mail_settings":{"sandbox_mode":{"enable":true}}""")))
            .Status.ShouldBe(200);

        (await _sendGrid.GetAsync("/_sandbox/dump")).Json.GetProperty("mails").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Send_WithoutKey_Answers401()
    {
        _sendGrid.Http.DefaultRequestHeaders.Authorization = null;

        (await _sendGrid.SendAsync(SendGridApi.Mail())).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Send_OtherMethodOrPath_IsRefused()
    {
        (await _sendGrid.GetAsync("/v3/mail/send")).Status.ShouldBe(405);
        (await _sendGrid.GetAsync("/v3/nothing")).Status.ShouldBe(404);
        (await _sendGrid.SendAsync("x=1", "application/x-www-form-urlencoded")).Status.ShouldBe(415);
    }

    [Fact]
    public async Task Fault_DownThenUp_SendsOnce()
    {
        await _sendGrid.ControlAsync("faults", """{"operation":"mail.send","times":2,"status":503,"match":"buyer@"}""");

        (await _sendGrid.SendAsync(SendGridApi.Mail())).Status.ShouldBe(503);
        (await _sendGrid.SendAsync(SendGridApi.Mail("other@example.org"))).Status.ShouldBe(202);
        (await _sendGrid.SendAsync(SendGridApi.Mail())).Status.ShouldBe(503);
        (await _sendGrid.SendAsync(SendGridApi.Mail())).Status.ShouldBe(202);
    }

    [Fact]
    public async Task RateLimit_SaysWhenToComeBack()
    {
        var limited = await _sendGrid.SendAsync(SendGridApi.Mail("a+429@example.org"));

        limited.Status.ShouldBe(429);
        long.Parse(limited.Header("X-RateLimit-Reset")!).ShouldBeGreaterThanOrEqualTo(
            DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 5);
    }

    [Fact]
    public async Task TimeoutAfterAccept_DropsButKeepsTheMail()
    {
        await Should.ThrowAsync<HttpRequestException>(
            _sendGrid.SendAsync(SendGridApi.Mail("a+timeout-after-accept@example.org")));

        (await _sendGrid.GetAsync("/_sandbox/dump")).Json.GetProperty("mails").GetArrayLength().ShouldBe(1);
    }

    private static string?[] Fields(Answer refused) =>
        [.. refused.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString())];
}
