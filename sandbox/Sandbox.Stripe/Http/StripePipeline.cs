using System.Text;
using Sandbox.Hosting.Faults;
using Sandbox.Hosting.Http;
using Sandbox.Stripe.Forms;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Operations;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Http;

/// <summary>
/// From request to answer, in Stripe's order: key of the account, endpoint, rate limit, idempotency key, parameters, work.
/// </summary>
internal sealed class StripePipeline(StripeStore store, FaultBoard faults)
{
    public async Task HandleAsync(HttpContext context)
    {
        var exchange = new StripeExchange(context);
        if (Authentication.Check(context.Request.Headers.Authorization) is { } unauthorised)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Stripe\"";
            await exchange.RefuseAsync(unauthorised);
            return;
        }

        var path = context.Request.Path.Value ?? "/";
        if (OperationTable.Find(context.Request.Method, path, out var id) is not { } operation)
        {
            await exchange.RefuseAsync(StripeError.Invalid(
                $"Unrecognized request URL ({context.Request.Method}: {Shorten(path)}). "
                + "The sandbox has payment_intents, refunds and charges below /v1.",
                status: 404));
            return;
        }

        if (exchange.Key?.Length > IdempotencyKeys.CharactersMax)
        {
            await exchange.RefuseAsync(StripeError.Invalid(
                $"Idempotency keys can be at most {IdempotencyKeys.CharactersMax} characters long."));
            return;
        }

        var (form, fault) = await ReadFormAsync(context, operation);
        if (form is null)
        {
            await exchange.RefuseAsync(StripeError.Invalid(fault));
            return;
        }

        await RunAsync(new StripeRun(store, exchange, operation, form, id), path);
    }

    private async Task RunAsync(StripeRun run, string path)
    {
        var rule = faults.Take(run.Operation.Name, run.Carries);
        if (rule is { Status: 429 })
        {
            await run.RateLimitAsync(rule);
            return;
        }

        if (!run.Operation.Writes)
        {
            await run.ReadAsync(rule);
            return;
        }

        await run.WriteAsync(rule, Fingerprint.Of(path, run.Form));
    }

    private static async ValueTask<(FormNode? Form, string Fault)> ReadFormAsync(HttpContext context, Operation operation)
    {
        byte[] encoded;
        if (!operation.Writes)
        {
            encoded = Encoding.UTF8.GetBytes(context.Request.QueryString.Value is { Length: > 1 } query ? query[1..] : "");
        }
        else
        {
            encoded = await BodyReader.ReadAsync(context);
            var type = context.Request.ContentType;
            if (encoded.Length > 0 && type?.StartsWith(
                "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            {
                return (null, "Invalid request: send parameters as application/x-www-form-urlencoded, "
                    + $"not as {(type is null ? "an unnamed content type" : Shorten(type))}.");
            }
        }

        return FormParser.TryParse(encoded, out var form, out var fault) ? (form, fault) : (null, fault);
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
