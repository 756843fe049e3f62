using System.Net.Sockets;
using System.Text;
using Sagas.Api.Webhooks;
using Sagas.TestSupport;

namespace Sagas.Api.Tests.Webhooks;

/// <summary>What strangers can make the webhook hold and do.</summary>
public sealed class WebhookGateTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string LooksSigned = "Stripe-Signature: t=1,v1=00\r\n";

    [PostgresTheory]
    [InlineData("", "bad-signature")]
    [InlineData("Stripe-Signature: nonsense\r\n", "bad-signature")]
    public async Task Event_ThatCannotBeSigned_IsRefusedBeforeItsBodyComes(string header, string problem)
    {
        using var stranger = await StrangerAsync(header, bytes: 200_000);

        (await stranger.AnswerAsync()).ShouldContain(problem);
    }

    [PostgresFact]
    public async Task Event_ThatSaysItIsTooLarge_IsRefusedBeforeItsBodyComes()
    {
        using var stranger = await StrangerAsync(LooksSigned, bytes: 300 * 1024);

        (await stranger.AnswerAsync()).ShouldContain("body-too-large");
    }

    [PostgresFact]
    public async Task Body_ThatNeverComes_IsWaitedForOnlySoLong()
    {
        using var stranger = await StrangerAsync(LooksSigned, bytes: 1000);

        (await stranger.AnswerAsync()).ShouldContain("did not arrive within 5 seconds");
    }

    [Fact]
    public void Places_AreAllTaken_NextIsToComeAgain()
    {
        using var gate = new WebhookGate();
        var places = Enumerable.Range(0, WebhookGate.BodiesAtOnceMax).Select(_ => gate.Enter()).ToList();

        Should.Throw<Sagas.Api.Problems.ProblemException>(gate.Enter).Problem.RetryAfterSeconds.ShouldBe(5);

        places[0].Dispose();
        gate.Enter().Dispose();
    }

    [Fact]
    public void Refusals_WithoutEnd_AreNotAllLogged()
    {
        using var gate = new WebhookGate();

        Enumerable.Range(0, 1000).Count(_ => gate.MayNoteRefusal()).ShouldBe(30);
    }

    private async Task<Stranger> StrangerAsync(string header, int bytes)
    {
        var address = fixture.Api.Address;
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/webhooks/stripe HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: {bytes}\r\n{header}\r\n"));
        return new Stranger(client);
    }

    /// <summary>Sends the head of a request, and never its body.</summary>
    private sealed class Stranger(TcpClient client) : IDisposable
    {
        public async Task<string> AnswerAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var answer = new StringBuilder();
            var buffer = new byte[4096];
            while (!answer.ToString().Contains('}', StringComparison.Ordinal))
            {
                var count = await client.GetStream().ReadAsync(buffer, limit.Token);
                count.ShouldBeGreaterThan(0, answer.ToString());
                answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }

            return answer.ToString();
        }

        public void Dispose() => client.Dispose();
    }
}
