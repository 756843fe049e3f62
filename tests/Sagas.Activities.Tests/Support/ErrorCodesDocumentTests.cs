using System.Reflection;
using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;

namespace Sagas.Activities.Tests.Support;

public sealed class ErrorCodesDocumentTests
{
    [Fact]
    public void Document_EveryCode_IsListed()
    {
        var document = File.ReadAllText(Find("docs/error-codes.md"));
        var codes = new[] { typeof(RefusalCodes), typeof(FailureCodes), typeof(RepairRefusals) }
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string)field.GetRawConstantValue()!).ToList();
        codes.Where(code => !document.Contains($"| `{code}` |", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Find(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, path)))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }
}
