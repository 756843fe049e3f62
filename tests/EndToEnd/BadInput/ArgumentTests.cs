using Sagas.Harness;

namespace EndToEnd.BadInput;

/// <summary>What people type: one clear sentence, exit code 2, and nothing is booked by it.</summary>
public sealed class ArgumentTests(SharedSystem shared) : BadInputTest(shared)
{
    private const int SentenceMax = 2_000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Arguments_OfGarbage_GetASentenceAndExitCode2()
    {
        var before = await BookingsAsync();
        var complaints = new List<string>();

        await Parallel.ForEachAsync(
            Lines(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (line, _) =>
            {
                var (code, output, errors) = await Executable.RunAsync(_patience, line.Environment, line.Arguments);
                if (code != 2 || errors.Trim().Length is 0 or > SentenceMax
                    || (output + errors).Contains("   at ", StringComparison.Ordinal)
                    || errors.Contains("Exception", StringComparison.Ordinal))
                {
                    lock (complaints)
                    {
                        var shown = string.Join(' ', line.Arguments.Select(text => text.Length > 60 ? text[..60] + "…" : text));
                        complaints.Add($"{shown} -> {code}: {(errors.Length > 400 ? errors[..400] : errors)}");
                    }
                }
            });

        complaints.ShouldBeEmpty();
        (await BookingsAsync()).ShouldBe(before);
    }

    private IEnumerable<(string[] Arguments, Dictionary<string, string>? Environment)> Lines()
    {
        var overlong = new string('x', 100_000);
        string[][] alone =
        [
            ["nonsense"], [""], [overlong], ["--nonsense"], ["[diagram]", "up"], ["up", "extra"], ["up", "--state", ""],
            ["up", "--state", "/dev/null/x"], ["up", "--api-port", "-1"], ["up", "--api-port", ""], ["book"],
            ["book", "@/nowhere"], ["bench", "--n", "1e3"], ["bench", "--concurrency", ","], ["bench", "--json", ""],
            ["bench", "--json", "/dev/null/x"], ["support"], ["support", "nonsense"], ["support", "retry"],
            ["sandbox"], ["sandbox", "stripe", "--port", "99999"], ["sandbox", "sendgrid", "--data", ""],
            ["temporal", ""], ["temporal", "--database", "garbage"], ["temporal", "--ip", "nowhere"], ["worker", ""],
            ["worker", "--role", overlong], ["api", "--port", "1"], ["migrate", ""],
        ];
        string[][] talking =
        [
            ["book", "--seats", "", "--email", "a@example.org"], ["book", "--seats", "A-1", "--email", ""],
            ["book", "--seats", "A-1,A-1", "--email", "a@example.org"], ["book", "--seats", "A-1", "--email", overlong],
            ["book", "--seats", "A-1", "--email", "a@example.org", "--on-delivery-failure", "explode"],
            ["book", "--seats", "A-1", "--email", "a@example.org", "--idempotency-key", "a\nb"],
            ["book", "--seats", "A-1", "--email", "a@example.org", "--idempotency-key", ""],
            ["book", "--seats", "A-1", "--email", "a@example.org", "--payment", ""],
            ["support", "show", ""], ["support", "show", "."], ["support", "show", "../.."],
            ["support", "retry", "\n", "--reason", "x"], ["support", "compensate", overlong, "--reason", "x"],
            ["support", "list", "--status", "nonsense"],
        ];
        return alone.Select(line => (line, (Dictionary<string, string>?)null))
            .Concat(talking.Select(line => ((string[])[.. line, "--state", System.State], (Dictionary<string, string>?)null)))
            .Concat(
            [
                (["book", "--seats", "A-1", "--email", "a@example.org"],
                    new() { ["SAGAS_API_URL"] = "ftp://x", ["SAGAS_API_KEY"] = "k" }),
                (["book", "--seats", "A-1", "--email", "a@example.org"],
                    new() { ["SAGAS_API_URL"] = "http://127.0.0.1:1", ["SAGAS_API_KEY"] = "k\nx" }),
                (["migrate"], new() { ["DATABASE_URL"] = "garbage" }),
                (["api"], new() { ["DATABASE_URL"] = "Nonsense=1" }),
                (["up", "--state", Path.Combine(System.State, "other")], new() { ["DATABASE_URL"] = "postgres://u:p@h:port" }),
            ]);
    }
}
