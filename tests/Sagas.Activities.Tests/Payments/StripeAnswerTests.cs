using System.Net;
using System.Text;
using Sagas.Activities.Payments.Stripe;

namespace Sagas.Activities.Tests.Payments;

/// <summary>Answers that no description allows. What cannot be read may have happened, and its text is not repeated.</summary>
public sealed class StripeAnswerTests
{
    private const string Secret = "pi_1_secret_abc";

    private static readonly ConfirmIntent Request = new("pi_1", "pm_1", "bk-1", ReturnUrl: null);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("<html>pi_1_secret_abc</html>")]
    [InlineData("""{"id":"pi_1","client_secret":"pi_1_secret_abc"}""")]
    [InlineData("""{"id":"pi_1","status":"requires_capture","amount":"pi_1_secret_abc"}""")]
    [InlineData("""{"id":"pi_1","status":"requires_capture","amount":1.5}""")]
    public async Task Confirm_SuccessThatIsNoIntent_OutcomeUnknown(string body)
    {
        var failure = (await ConfirmAsync(HttpStatusCode.OK, body)).Failure.ShouldNotBeNull();
        failure.Kind.ShouldBe(StripeFailureKind.Unknown);
        failure.ToString().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"error":null}""")]
    [InlineData("""{"error":{"code":{"pi_1_secret_abc":1}}}""")]
    [InlineData("<html>pi_1_secret_abc</html>")]
    public async Task Confirm_ServerErrorOfAnyShape_OutcomeUnknown(string body)
    {
        var failure = (await ConfirmAsync(HttpStatusCode.InternalServerError, body)).Failure.ShouldNotBeNull();
        failure.Kind.ShouldBe(StripeFailureKind.Unknown);
        failure.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Confirm_ValuesNotInventedYet_AreTakenAsTheyAre()
    {
        var answer = await ConfirmAsync(HttpStatusCode.OK, """
            {"id":"pi_1","object":"payment_intent","status":"requires_moonlight","amount":9007199254740993,"currency":"eur",
             "payment_method_types":["barter"],"next_action":{"type":"dance","dance":{"steps":3}},"brand_new":{"a":[1]}}
            """);
        answer.Ok.Status.ShouldBe("requires_moonlight");
        answer.Ok.Amount.ShouldBe(9_007_199_254_740_993);
    }

    [Fact]
    public async Task Confirm_KeyStillInUse_BusyWhichIsNoRefusal()
    {
        const string body = """{"error":{"type":"idempotency_error","code":"idempotency_key_in_use","message":"wait"}}""";
        (await ConfirmAsync(HttpStatusCode.Conflict, body)).Failure!.Kind.ShouldBe(StripeFailureKind.Busy);
    }

    [Fact]
    public async Task Confirm_CallerStops_IsCancelled()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        using var http = Silent();
        await Should.ThrowAsync<OperationCanceledException>(() => Provider(http, TimeSpan.FromMinutes(1))
            .ConfirmIntentAsync(Request, "k", stopped.Token));
    }

    [Fact]
    public async Task Confirm_NoAnswerInTime_OutcomeUnknown()
    {
        using var http = Silent();
        var answer = await Provider(http, TimeSpan.FromMilliseconds(1)).ConfirmIntentAsync(Request, "k", default);
        answer.Failure!.Kind.ShouldBe(StripeFailureKind.Unknown);
    }

    private static HttpClient Silent() =>
        new(new Answering(stop => new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(stop)));

    private static StripePayments Provider(HttpClient http, TimeSpan timeout) => new(
        http, new StripeOptions { BaseAddress = new Uri("http://stripe.test"), ApiKey = "sk_test_x", Timeout = timeout });

    private static async Task<StripeResult<Stripe.PaymentIntent>> ConfirmAsync(HttpStatusCode status, string body)
    {
        using var http = new HttpClient(new Answering(_ => Task.FromResult(
            new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") })));
        return await Provider(http, TimeSpan.FromSeconds(30)).ConfirmIntentAsync(Request, "k", default);
    }

    private sealed class Answering(Func<CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop) => answer(stop);
    }
}
