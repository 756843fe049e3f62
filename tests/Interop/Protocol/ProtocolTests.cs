using Interop.Node;

namespace Interop.Protocol;

public sealed class ProtocolTests
{
    /// <summary>Part of the public API and of the official .NET surface, but left out of the npm package.</summary>
    private const string NotInThePackage = "temporal.api.common.v1.GrpcStatus";

    [NodeFact]
    public async Task OurProtos_EveryMessageFieldAndValue_IsTheOfficialOne()
    {
        var official = Definition.ReadLines(await NodeTool.RunAsync("protos.mjs", TimeSpan.FromMinutes(1)));
        var ours = OurProtocol.Read();

        ours.Count.ShouldBeGreaterThan(500);
        ours.Where(definition => definition.Name != NotInThePackage)
            .SelectMany(definition => Comparison.Differences(definition, official)).ShouldBeEmpty();
        official.ContainsKey(NotInThePackage).ShouldBeFalse("the package has it now: compare it like the rest");
    }

    [Fact]
    public void Comparison_BadSamples_AreFound()
    {
        var official = new Dictionary<string, Definition>
        {
            ["m"] = new("message", "m") { Fields = [new("a", 1, "string", false), new("b", 2, "int64", true)] },
            ["e"] = new("enum", "e") { Values = new Dictionary<string, int> { ["A"] = 1 } },
            ["s"] = new("service", "s") { Methods = [new("Do", "m", "m")] },
        };
        Definition[] bad =
        [
            new("message", "unknown"),
            new("enum", "m"),
            new("message", "m") { Fields = [new("c", 3, "string", false)] },
            new("message", "m") { Fields = [new("a", 2, "string", false)] },
            new("message", "m") { Fields = [new("a", 1, "bytes", false)] },
            new("message", "m") { Fields = [new("b", 2, "int64", false)] },
            new("enum", "e") { Values = new Dictionary<string, int> { ["A"] = 2 } },
            new("service", "s") { Methods = [new("Do", "m", "e")] },
        ];

        bad.ShouldAllBe(definition => Comparison.Differences(definition, official).Count() == 1);
        official.Values.ShouldAllBe(definition => !Comparison.Differences(definition, official).Any());
    }
}
