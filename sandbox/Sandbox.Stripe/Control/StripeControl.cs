using System.Text.Json;
using Sandbox.Hosting.Faults;
using Sandbox.Hosting.Http;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Operations;
using Sandbox.Stripe.Store;
using Sandbox.Stripe.ThreeDSecure;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Stripe.Control;

/// <summary>
/// The switches below <c>/_sandbox/</c>: <c>faults</c>, <c>dump</c>, <c>objects</c> (DELETE forgets them), <c>clock</c>,
/// <c>search</c>, <c>payment_intents/{id}/authenticate</c>.
/// </summary>
internal sealed class StripeControl(StripeStore store, FaultBoard faults)
{
    private const long AdvanceSecondsMax = 10L * 365 * 24 * 60 * 60;
    private const int LagMsMax = 3_600_000;

    private static readonly IReadOnlyList<string> _operations = [.. OperationTable.Names, WebhookSender.Operation];

    public async Task<bool> HandleAsync(HttpContext context, string path)
    {
        switch (context.Request.Method, path)
        {
            case (_, "faults"):
                return await FaultEndpoint.HandleAsync(context, faults, _operations);
            case ("GET", "dump"):
                await DumpAsync(context);
                return true;
            case ("DELETE", "objects"):
                lock (store.Lock)
                {
                    store.Clear();
                }

                await ControlAnswer.DoneAsync(context);
                return true;
            case ("POST", "clock"):
                await NumberAsync(context, "advanceSeconds", AdvanceSecondsMax, store.Clock.Advance);
                return true;
            case ("POST", "search"):
                await NumberAsync(context, "lagMs", LagMsMax, SetLag);
                return true;
            default:
                return await AuthenticateAsync(context, path.Split('/'));
        }
    }

    private static async Task NumberAsync(HttpContext context, string name, long most, Action<long> apply)
    {
        using var document = await ControlAnswer.ReadObjectAsync(context);
        if (document is null)
        {
            return;
        }

        if (!document.RootElement.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.Number
            || !member.TryGetInt64(out var number) || number < 0 || number > most)
        {
            await ControlAnswer.RefuseAsync(context, 400, $"{name} must be a whole number from 0 to {most}.");
            return;
        }

        apply(number);
        await ControlAnswer.DoneAsync(context);
    }

    private void SetLag(long milliseconds)
    {
        lock (store.Lock)
        {
            store.Search.Lag = TimeSpan.FromMilliseconds(milliseconds);
        }
    }

    private async Task DumpAsync(HttpContext context)
    {
        List<DumpEntry> entries;
        var match = context.Request.Query["match"].FirstOrDefault();
        lock (store.Lock)
        {
            store.Settle();
            entries =
            [
                .. store.Intents.Items.Where(intent => Matches(intent, match)).Select(intent => new DumpEntry(
                    intent, [.. store.ChargesOf(intent.Id)], [.. store.RefundsOf(intent.Id)])),
            ];
        }

        await JsonAnswer.WriteAsync(context, 200, entries, DumpWriter.Write);
    }

    private static bool Matches(Intent intent, string? text) =>
        string.IsNullOrEmpty(text) || intent.Id == text || intent.Metadata?.ContainsValue(text) == true;

    /// <summary>What the buyer does in the 3-D Secure window.</summary>
    private async Task<bool> AuthenticateAsync(HttpContext context, string[] parts)
    {
        if (context.Request.Method != "POST" || parts is not ["payment_intents", var id, "authenticate"])
        {
            return false;
        }

        using var document = await ControlAnswer.ReadObjectAsync(context);
        if (document is null)
        {
            return true;
        }

        var outcome = document.RootElement.TryGetProperty("outcome", out var member)
            && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        if (outcome is not ("pass" or "fail"))
        {
            await ControlAnswer.RefuseAsync(context, 400, "outcome must be \"pass\" or \"fail\".");
            return true;
        }

        await (BuyerAuthentication.Answer(store, id, outcome == "pass") is not null
            ? ControlAnswer.DoneAsync(context)
            : ControlAnswer.RefuseAsync(
                context, 409, "There is no PaymentIntent of that id that waits for its buyer (requires_action)."));
        return true;
    }
}
