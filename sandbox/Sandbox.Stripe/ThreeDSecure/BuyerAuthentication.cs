using Sandbox.Stripe.Model;
using Sandbox.Stripe.Operations;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.ThreeDSecure;

/// <summary>What the buyer does in the 3-D Secure window.</summary>
internal static class BuyerAuthentication
{
    /// <summary>The PaymentIntent as it is afterwards; null when there is none of that id that waits for its buyer.</summary>
    public static Intent? Answer(StripeStore store, string id, bool passed)
    {
        lock (store.Lock)
        {
            if (store.Intents.Find(id) is not { Status: IntentStatus.RequiresAction } intent)
            {
                return null;
            }

            var outcome = IntentConfirmation.Authenticated(intent, passed, store.Clock.Now);
            store.Commit(outcome, null, null);
            return outcome.Intent;
        }
    }
}
