using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Sandbox.Hosting.Http;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.ThreeDSecure;

/// <summary>
/// Stands for the page of the buyer's bank: one approves the payment there, or fails. Afterwards the browser goes to the
/// <c>return_url</c>, with the parameters that Stripe adds.
/// </summary>
internal sealed class AuthenticationPage(StripeStore store)
{
    private const string Root = "/3d_secure/";

    /// <summary>Stands for the shop's page, for a system that has no shop.</summary>
    private const string Returned = "returned";

    public static string UrlOf(string origin, string intentId) => $"{origin}{Root}{intentId}";

    public static bool Serves(string path) => path.StartsWith(Root, StringComparison.Ordinal);

    public Task HandleAsync(HttpContext context, string path)
    {
        var id = path[Root.Length..];
        return context.Request.Method switch
        {
            "GET" when id == Returned => SendAsync(
                context, 200, "<h1>Thank you.</h1><p>You can close this page. The booking goes on by itself.</p>"),
            "GET" => ShowAsync(context, id),
            "POST" => AnswerAsync(context, id),
            _ => SendAsync(context, 405, "<h1>This page takes GET and POST.</h1>"),
        };
    }

    private static Task SendAsync(HttpContext context, int status, string body) => JsonAnswer.SendAsync(
        context, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(
            $$"""
            <!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width">
            <title>3-D Secure</title>
            <style>:root{color-scheme:light dark}body{max-width:30rem;margin:4rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif}
            button{font:inherit;padding:.6rem 1.2rem;margin-right:1rem}</style>
            {{body}}
            """));

    private Task ShowAsync(HttpContext context, string id)
    {
        Intent? intent;
        lock (store.Lock)
        {
            intent = store.Intents.Find(id);
        }

        return intent?.Status == IntentStatus.RequiresAction
            ? SendAsync(context, 200,
                $"""
                <h1>Confirm your payment</h1>
                <p>{WebUtility.HtmlEncode(intent.Description ?? intent.Id)}: {intent.Amount} (smallest unit of {intent.Currency})</p>
                <form method=post><button name=outcome value=pass>Approve</button>
                <button name=outcome value=fail>Fail</button></form>
                <p>This is the Stripe sandbox: no bank is asked and nothing is paid.</p>
                """)
            : GoneAsync(context);
    }

    private async Task AnswerAsync(HttpContext context, string id)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(await BodyReader.ReadAsync(context)));
        var outcome = form["outcome"].ToString();
        if (outcome is not ("pass" or "fail"))
        {
            await SendAsync(context, 400, "<h1>outcome must be pass or fail.</h1>");
        }
        else if (BuyerAuthentication.Answer(store, id, outcome == "pass") is not { } intent)
        {
            await GoneAsync(context);
        }
        else if (intent.ReturnUrl is { } returnUrl)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = QueryHelpers.AddQueryString(returnUrl, new Dictionary<string, string?>
            {
                ["payment_intent"] = intent.Id,
                ["payment_intent_client_secret"] = intent.Secret,
                ["redirect_status"] = intent.Status == IntentStatus.RequiresPaymentMethod ? "failed" : "succeeded",
            });
        }
        else
        {
            await SendAsync(context, 200, "<h1>Thank you. You can close this page.</h1>");
        }
    }

    private static Task GoneAsync(HttpContext context) =>
        SendAsync(context, 404, "<h1>No payment waits for you here.</h1><p>It was confirmed, failed or cancelled meanwhile.</p>");
}
