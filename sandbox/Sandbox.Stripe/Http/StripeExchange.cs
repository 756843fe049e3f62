using Microsoft.Extensions.Primitives;
using Sandbox.Hosting;
using Sandbox.Hosting.Http;
using Sandbox.Stripe.Forms;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Operations;
using Sandbox.Stripe.Rendering;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Http;

/// <summary>One HTTP request and its answer, with the headers that every answer carries.</summary>
internal sealed class StripeExchange
{
    public const string DefaultVersion = "2026-10-28.endive";

    private readonly HttpContext _context;

    public StripeExchange(HttpContext context)
    {
        _context = context;
        RequestId = Identifiers.New("req_", 14);
        Version = One(context.Request.Headers["Stripe-Version"]) ?? DefaultVersion;
        Key = HttpMethods.IsPost(context.Request.Method) ? One(context.Request.Headers["Idempotency-Key"]) : null;
        var headers = context.Response.Headers;
        headers["Request-Id"] = RequestId;
        headers["Stripe-Version"] = Version;
        if (Key is not null)
        {
            headers["Idempotency-Key"] = Key;
        }
    }

    public string RequestId { get; }

    public string Version { get; }

    public string? Key { get; }

    public CancellationToken Aborted => _context.RequestAborted;

    public string Origin => $"{_context.Request.Scheme}://{_context.Request.Host}";

    public void SayReplayed(string original)
    {
        _context.Response.Headers["Idempotent-Replayed"] = "true";
        _context.Response.Headers["Original-Request"] = original;
    }

    public void SayShouldRetry(bool should) =>
        _context.Response.Headers["Stripe-Should-Retry"] = should ? "true" : "false";

    public Task AnswerAsync(Outcome outcome, FormNode? form) => JsonAnswer.WriteAsync(
        _context,
        outcome.Status,
        (outcome, Expand(form)),
        static (json, state) => OutcomeWriter.Write(json, state.outcome, state.Item2));

    public Task AnswerAsync(Page page, FormNode form) => page.Error is { } error
        ? RefuseAsync(error)
        : JsonAnswer.WriteAsync(
            _context, 200, (page, Expand(form)), static (json, state) => OutcomeWriter.Write(json, state.page, state.Item2));

    public Task RefuseAsync(StripeError error) => AnswerAsync(Outcome.Refused(error), null);

    public Task AnswerRawAsync(int status, string json) =>
        JsonAnswer.SendAsync(_context, status, "application/json", System.Text.Encoding.UTF8.GetBytes(json));

    public void Drop() => _context.Abort();

    private static ExpandPaths Expand(FormNode? form) =>
        form?["expand"] is null ? ExpandPaths.None : new ExpandPaths(ExpandShape.Read(form));

    private static string? One(StringValues values) => values.Count == 0 ? null : values[0];
}
