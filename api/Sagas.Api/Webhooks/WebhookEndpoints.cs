namespace Sagas.Api.Webhooks;

internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/webhooks/stripe", (HttpContext context, StripeWebhook webhook) => webhook.HandleAsync(context))
            .WithName("receiveStripeEvent")
            .WithTags("webhooks")
            .WithSummary("Events of Stripe.")
            .WithDescription("For Stripe only: signed in place of an API key. Types that nobody waits for are taken and ignored.")
            .Produces(StatusCodes.Status200OK)
            .ProducesProblems(400, 413, 503)
            .WithMetadata(new HeaderParameter("Stripe-Signature", Required: true, "t=…,v1=…, as Stripe signs it."));
}
