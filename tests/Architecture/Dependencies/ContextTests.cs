namespace Architecture.Dependencies;

public sealed class ContextTests
{
    [Theory]
    [InlineData("Sagas.Workflows")]
    [InlineData("Sagas.Activities")]
    [InlineData("Sagas.Api")]
    public void Contexts_InCompiledCode_MeetOnlyInContracts(string assembly) =>
        Contexts.Breaches(CompiledCode.Open(assembly).Uses()).ShouldBeEmpty();

    [Theory]
    [InlineData("ByField")]
    [InlineData("ByCall")]
    [InlineData("ByTypeArgument")]
    public void Contexts_BadSample_IsFound(string sample) => Contexts.Breaches(CompiledCode.Open("Architecture").Uses())
        .ShouldContain(breach => breach.StartsWith($"Architecture.Samples.Events.{sample} ", StringComparison.Ordinal));
}
