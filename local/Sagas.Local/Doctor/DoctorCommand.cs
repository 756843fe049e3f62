namespace Sagas.Local.Doctor;

/// <summary>Checks what Sagas needs of this machine. A fault that stops <c>up</c> makes the exit code 1; a lack that only
/// leaves something out (interop tests, say) does not.</summary>
internal sealed class DoctorCommand
{
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var worst = Severity.Fine;
        foreach (var check in Checks.All)
        {
            var finding = await check(stop);
            Console.WriteLine($"{Mark(finding.Severity)} {finding.What}");
            if (finding.Cure is { } cure)
            {
                Console.WriteLine($"       {cure}");
            }

            worst = finding.Severity > worst ? finding.Severity : worst;
        }

        Console.WriteLine(worst switch
        {
            Severity.Fine => "This machine has everything.",
            Severity.Lacking => "This machine runs Sagas; what is marked 'lack' is left out.",
            _ => "Sagas does not run here yet: cure what is marked 'FAIL'.",
        });
        return worst == Severity.Broken ? 1 : 0;
    }

    private static string Mark(Severity severity) => severity switch
    {
        Severity.Fine => "[ ok ]",
        Severity.Lacking => "[lack]",
        _ => "[FAIL]",
    };
}
