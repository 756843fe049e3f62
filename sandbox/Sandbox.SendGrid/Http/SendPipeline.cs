using System.Globalization;
using System.Text;
using System.Text.Json;
using Sandbox.Hosting;
using Sandbox.Hosting.Faults;
using Sandbox.Hosting.Http;
using Sandbox.SendGrid.Mail;
using Sandbox.SendGrid.Store;
using MailFaults = Sandbox.SendGrid.Mail.Faults;

namespace Sandbox.SendGrid.Http;

/// <summary><c>POST /v3/mail/send</c>: key, method, limits, body, then the mail is stored and 202 answered.</summary>
internal sealed class SendPipeline(MailStore store, FaultBoard faults)
{
    public const string Operation = "mail.send";

    private const int ResetSeconds = 1;
    private const int RateLimit = 600;
    private const int DepthMax = 32;

    private static readonly JsonDocumentOptions _options = new() { MaxDepth = DepthMax };

    public async Task HandleAsync(HttpContext context, string path)
    {
        if (!IsAuthorised(context.Request.Headers.Authorization))
        {
            await Refusal.SendAsync(
                context, 401, "The provided authorization grant is invalid, expired, or revoked");
        }
        else if (path == ActivitySearch.Path && HttpMethods.IsGet(context.Request.Method))
        {
            await ActivitySearch.HandleAsync(context, store);
        }
        else if (path != "/v3/mail/send")
        {
            await Refusal.SendAsync(context, 404, "not found");
        }
        else if (!HttpMethods.IsPost(context.Request.Method))
        {
            await Refusal.SendAsync(context, 405, "method not allowed");
        }
        else if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            await Refusal.SendAsync(context, 415, "Content-Type should be application/json.");
        }
        else
        {
            await SendAsync(context, await BodyReader.ReadAsync(context));
        }
    }

    private async Task SendAsync(HttpContext context, byte[] body)
    {
        var rule = faults.Take(
            Operation, text => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
        await WaitAsync(context, rule?.Delay);
        if (rule is { Work: false })
        {
            await FailAsync(context, rule);
            return;
        }

        using var document = Parse(body);
        if (document is null)
        {
            await Refusal.SendAsync(context, 400, "Bad Request: the body is not valid JSON.");
            return;
        }

        var wrong = new MailFaults();
        if (MailRequest.Read(document.RootElement, wrong) is not { } mail)
        {
            await Refusal.SendAsync(context, 400, wrong.All);
            return;
        }

        if (mail.Recipients.Select(MagicAddress.FailsWith).FirstOrDefault(status => status is not null) is { } always)
        {
            await FailAsync(context, always, null);
            return;
        }

        await AcceptAsync(context, rule, mail, body);
    }

    private async Task AcceptAsync(HttpContext context, FaultRule? rule, MailRequest mail, byte[] body)
    {
        if (mail.IsSandboxMode)
        {
            await EmptyAsync(context, 200);
            return;
        }

        var id = Identifiers.New("", 22);
        var fate = MagicAddress.FateOf(mail.Recipients);
        store.Add(
            new Envelope(
                id,
                DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
                mail.Recipients,
                mail.From,
                mail.Subject,
                mail.CustomArguments,
                fate),
            body);
        await WaitAsync(context, rule?.DelayAfter);
        if (rule is { Drop: true } || fate == MagicAddress.TimeoutAfterAccept)
        {
            context.Abort();
        }
        else if (rule?.Status is not null)
        {
            await FailAsync(context, rule);
        }
        else
        {
            context.Response.Headers["X-Message-Id"] = id;
            await EmptyAsync(context, 202);
        }
    }

    private static bool IsAuthorised(string? authorization) =>
        authorization?.StartsWith("Bearer SG.", StringComparison.Ordinal) == true
        && authorization.Length > "Bearer SG.".Length;

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, _options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task EmptyAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static Task FailAsync(HttpContext context, FaultRule rule)
    {
        if (rule.Drop || rule.Status is null)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        return FailAsync(context, rule.Status.Value, rule.Body);
    }

    private static Task FailAsync(HttpContext context, int status, string? body)
    {
        if (status == 429)
        {
            var reset = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + ResetSeconds;
            var headers = context.Response.Headers;
            headers["X-RateLimit-Limit"] = RateLimit.ToString(CultureInfo.InvariantCulture);
            headers["X-RateLimit-Remaining"] = "0";
            headers["X-RateLimit-Reset"] = reset.ToString(CultureInfo.InvariantCulture);
        }

        return body is not null
            ? JsonAnswer.SendAsync(context, status, "application/json", Encoding.UTF8.GetBytes(body))
            : Refusal.SendAsync(context, status, status switch
            {
                429 => "too many requests",
                >= 500 => "internal server error",
                403 => "access forbidden",
                _ => "Bad Request",
            });
    }

    private static Task WaitAsync(HttpContext context, TimeSpan? time) =>
        time is { Ticks: > 0 } delay ? Task.Delay(delay, context.RequestAborted) : Task.CompletedTask;
}
