using Sandbox.Hosting.Faults;
using Sandbox.Stripe.Forms;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Operations;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Http;

/// <summary>One call on its way through the idempotency layer and the work, with the fault that strikes it.</summary>
internal sealed class StripeRun(StripeStore store, StripeExchange exchange, Operation operation, FormNode form, string id)
{
    public Operation Operation => operation;

    public FormNode Form => form;

    /// <summary>Whether the call has this text in its key, its id, its values or its object's metadata.</summary>
    public bool Carries(string text)
    {
        if (exchange.Key?.Contains(text, StringComparison.Ordinal) == true
            || id.Contains(text, StringComparison.Ordinal) || form.Carries(text))
        {
            return true;
        }

        lock (store.Lock)
        {
            var intent = store.Intents.Find(id) ?? store.Intents.Find(form["payment_intent"]?.Value);
            return intent?.Metadata?.Values.Any(value => value.Contains(text, StringComparison.Ordinal)) == true
                || intent?.Description?.Contains(text, StringComparison.Ordinal) == true;
        }
    }

    /// <summary>The limiters run before the idempotency layer: nothing is done and nothing is kept.</summary>
    public async Task RateLimitAsync(FaultRule rule)
    {
        await WaitAsync(rule.Delay);
        await AnswerFaultAsync(rule, Outcome.Refused(StripeError.Invalid(
            "Request rate limit exceeded. Learn more about rate limits at https://docs.stripe.com/rate-limits.",
            code: "rate_limit",
            status: 429)));
    }

    public async Task ReadAsync(FaultRule? rule)
    {
        await WaitAsync(rule?.Delay);
        if (operation.Shape.Check(form) is { } wrong)
        {
            await exchange.RefuseAsync(wrong);
            return;
        }

        Outcome? outcome;
        Page? page;
        lock (store.Lock)
        {
            store.Settle();
            var call = new StripeCall(store, form, id, store.Clock.Now, exchange.Origin);
            outcome = operation.Run?.Invoke(call);
            page = operation.List?.Invoke(call);
        }

        await WaitAsync(rule?.DelayAfter);
        if (rule?.Status is { } status)
        {
            await AnswerFaultAsync(rule, Outcome.Refused(StripeError.ServerFault(status)));
        }
        else if (rule is { Drop: true })
        {
            exchange.Drop();
        }
        else
        {
            await (page is null ? exchange.AnswerAsync(outcome!, form) : exchange.AnswerAsync(page, form));
        }
    }

    public async Task WriteAsync(FaultRule? rule, string fingerprint)
    {
        if (exchange.Key is { } key)
        {
            KeyedAnswer? kept;
            lock (store.Lock)
            {
                var now = store.Clock.Now;
                kept = store.Keys.Find(key, now);
                if (kept is null)
                {
                    store.Keys.Claim(key, fingerprint, now, exchange.RequestId);
                }
            }

            if (kept is not null)
            {
                await ReplayAsync(kept, fingerprint);
                return;
            }
        }

        try
        {
            await WorkAsync(rule, fingerprint);
        }
        finally
        {
            Release();
        }
    }

    private async Task ReplayAsync(KeyedAnswer kept, string fingerprint)
    {
        if (kept.Fingerprint != fingerprint)
        {
            await exchange.RefuseAsync(new StripeError(
                400,
                "idempotency_error",
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                + "Try using a key other than the one you sent if you meant to execute a different request."));
        }
        else if (kept.Outcome is null)
        {
            await exchange.RefuseAsync(new StripeError(
                409,
                "idempotency_error",
                "There is currently another in-progress request using this Idempotency-Key. Please try again later.",
                "idempotency_key_in_use"));
        }
        else
        {
            exchange.SayReplayed(kept.RequestId);
            if (kept.Outcome.Status >= 500)
            {
                exchange.SayShouldRetry(false);
            }

            await exchange.AnswerAsync(kept.Outcome, form);
        }
    }

    private async Task WorkAsync(FaultRule? rule, string fingerprint)
    {
        await WaitAsync(rule?.Delay);
        if (CheckParameters() is { } wrong)
        {
            Release();
            await exchange.RefuseAsync(wrong);
            return;
        }

        var outcome = rule is { Work: false } ? null : Work(rule, fingerprint);
        await WaitAsync(rule?.DelayAfter);
        if (rule is { Drop: true })
        {
            Release();
            exchange.Drop();
        }
        else if (rule?.Status is { } status)
        {
            await AnswerWorkFaultAsync(rule, status, outcome, fingerprint);
        }
        else
        {
            Release();
            await exchange.AnswerAsync(outcome ?? Outcome.Refused(StripeError.ServerFault(500)), form);
        }
    }

    private Outcome Work(FaultRule? rule, string fingerprint)
    {
        lock (store.Lock)
        {
            store.Settle();
            var now = store.Clock.Now;
            var outcome = operation.Run!(new StripeCall(store, form, id, now, exchange.Origin));

            if (outcome.IsParameterFault)
            {
                return outcome;
            }

            // A false answer that is kept takes the true answer's place under the key.
            var keep = rule is { Status: not null, Stored: true } ? null : Answer(outcome, fingerprint, now);
            store.Commit(outcome, keep is null ? null : exchange.Key, keep);
            return outcome;
        }
    }

    private async Task AnswerWorkFaultAsync(FaultRule rule, int status, Outcome? outcome, string fingerprint)
    {
        var answer = Outcome.Refused(StripeError.ServerFault(status));
        if (rule.Stored && exchange.Key is not null)
        {
            lock (store.Lock)
            {
                store.Commit(answer, exchange.Key, Answer(answer, fingerprint, store.Clock.Now), applies: false);
            }
        }

        Release();
        if (status >= 500)
        {
            exchange.SayShouldRetry(!rule.Stored);
        }

        await AnswerFaultAsync(rule, status >= 400 ? answer : outcome ?? answer);
    }

    private Task AnswerFaultAsync(FaultRule rule, Outcome outcome) => rule.Body is { } body
        ? exchange.AnswerRawAsync(rule.Status!.Value, body)
        : exchange.AnswerAsync(outcome, form);

    private StripeError? CheckParameters()
    {
        // The parameter still passes the shape, because versions before its removal take it.
        if (form["payment_method_types"] is not null
            && string.CompareOrdinal(exchange.Version, "2026-09-30") >= 0 && operation.Name == "payment_intents.create")
        {
            return StripeError.Invalid(
                "payment_method_types is no longer supported; use allowed_payment_method_types.",
                "payment_method_types",
                "payment_method_types_no_longer_supported");
        }

        return operation.Shape.Check(form);
    }

    private KeyedAnswer? Answer(Outcome outcome, string fingerprint, long now) =>
        exchange.Key is null ? null : new KeyedAnswer(fingerprint, now, exchange.RequestId, outcome);

    private void Release()
    {
        if (exchange.Key is { } key)
        {
            lock (store.Lock)
            {
                store.Keys.Release(key);
            }
        }
    }

    private Task WaitAsync(TimeSpan? time) =>
        time is { Ticks: > 0 } delay ? Task.Delay(delay, exchange.Aborted) : Task.CompletedTask;
}
