using System.Reflection;
using System.Text.RegularExpressions;
using Temporalio.Client;
using Temporalio.Extensions.Hosting;
using Temporalio.Testing;

namespace Temporalio.Tests.Surface;

/// <summary>
/// What we offer has exactly the official shapes; what we do not offer is listed, with the reason, in
/// <c>docs/temporal-compatibility.md</c>: there, code words in the list under the heading "Not offered" name types
/// (<c>Namespace.Type</c>) or members (<c>Namespace.Type.Member</c>), with <c>*</c> for any text.
/// </summary>
public class SurfaceTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(TemporalClient).Assembly, typeof(WorkflowEnvironment).Assembly, typeof(TemporalWorkerService).Assembly,
    ];

    private static readonly Lazy<IReadOnlyList<OfficialType>> Official = new(OfficialSurface.Read);

    private static readonly Lazy<IReadOnlyList<Type>> Ours = new(() =>
        [.. Assemblies.SelectMany(a => a.GetExportedTypes()).Where(t => !t.Namespace!.StartsWith("Temporalio.Api"))]);

    [Fact]
    public void Offered_EveryType_IsOfficial()
    {
        var official = Official.Value.Select(t => $"{t.Namespace}.{t.Name}").ToHashSet();
        Ours.Value.Select(FullName).Where(n => !official.Contains(n)).ShouldBeEmpty();
    }

    /// <summary>A constructor may lack what belongs to a listed part; then it is listed itself.</summary>
    [Fact]
    public void Offered_EveryMember_HasTheOfficialShape()
    {
        var listed = ListedPatterns();
        List<string> wrong = [];
        foreach (var official in Official.Value)
        {
            if (Find(official) is not { } type)
            {
                continue;
            }
            if (SurfaceFormatter.Header(type) != official.Header)
            {
                wrong.Add($"{official.Namespace}: {SurfaceFormatter.Header(type)} should be {official.Header}");
            }
            wrong.AddRange(SurfaceFormatter.Members(type).Where(m => !official.Members.Contains(m))
                .Where(m => !listed.Any(l => l.IsMatch($"{FullName(type)}.{MemberName(m)}")))
                .Select(m => $"{FullName(type)}: {m}"));
        }
        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [Fact]
    public void NotOffered_EveryTypeAndMember_IsListedWithReason()
    {
        var listed = ListedPatterns();
        var missing = Official.Value
            .SelectMany(official => Find(official) is { } type
                ? official.Members.Where(m => !IsFinalizer(m)).Except(SurfaceFormatter.Members(type))
                    .Select(m => $"{official.Namespace}.{official.Name}.{MemberName(m)}")
                : [$"{official.Namespace}.{official.Name}"])
            .Where(name => !listed.Any(l => l.IsMatch(name)))
            .Distinct()
            .ToList();
        missing.ShouldBeEmpty(string.Join('\n', missing));
    }

    private static string FullName(Type type) => $"{type.Namespace}.{SurfaceFormatter.Name(type)}";

    private static Type? Find(OfficialType official) => Ours.Value.FirstOrDefault(
        t => t.Namespace == official.Namespace && SurfaceFormatter.Name(t) == official.Name);

    private static bool IsFinalizer(string member) => member.EndsWith(" Finalize()", StringComparison.Ordinal);

    private static string MemberName(string member)
    {
        var head = member.Split(" {")[0].Split('(')[0];
        head = head.EndsWith('>') ? head[..head.LastIndexOf('<')] : head;
        return head.Split(' ')[^1];
    }

    private static List<Regex> ListedPatterns()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Surface", "temporal-compatibility.md"));
        return
        [
            .. lines.SkipWhile(l => !l.StartsWith("## Not offered", StringComparison.Ordinal)).Skip(1)
                .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal))
                .Where(l => l.StartsWith("- ", StringComparison.Ordinal)
                    || l.StartsWith("  ", StringComparison.Ordinal))
                .SelectMany(l => Regex.Matches(l, "`([^`]+)`").Select(m => m.Groups[1].Value))
                .Select(p => new Regex($"^{Regex.Escape(p).Replace("\\*", ".*", StringComparison.Ordinal)}$")),
        ];
    }
}
