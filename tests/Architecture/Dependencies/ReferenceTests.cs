namespace Architecture.Dependencies;

public sealed class ReferenceTests
{
    [Fact]
    public void Projects_References_FollowTheLaw() => Repository.Files
        .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(path => (Path: path, Name: Path.GetFileNameWithoutExtension(path)))
        .Where(project => !Law.IsFree(project.Name, project.Path))
        .SelectMany(project => Law.Breaches(project.Name, ProjectFile.References(Repository.Read(project.Path))))
        .ShouldBeEmpty();

    [Fact]
    public void Assemblies_WhatTheyTouch_FollowsTheLaw() => Law.Allowed.Keys
        .SelectMany(name => Law.AssemblyBreaches(name, CompiledCode.Open(name).References))
        .ShouldBeEmpty();

    [Theory]
    [InlineData("Sagas.Workflows", "../../activities/Sagas.Activities/Sagas.Activities.csproj")]
    [InlineData("Sagas.Workflows", "..\\..\\activities\\Sagas.Storage\\Sagas.Storage.csproj")]
    [InlineData("Sagas.Api", "../../workflows/Sagas.Workflows/Sagas.Workflows.csproj")]
    [InlineData("Temporalio", "../../workflows/Sagas.Contracts/Sagas.Contracts.csproj")]
    [InlineData("Sandbox.Stripe", "../../workflows/Sagas.Contracts/Sagas.Contracts.csproj")]
    [InlineData("Sagas.Newcomer", "../../workflows/Sagas.Contracts/Sagas.Contracts.csproj")]
    public void Law_ForbiddenReference_IsFound(string project, string reference)
    {
        var xml = $"""<Project><ItemGroup><ProjectReference Include="{reference}" /></ItemGroup></Project>""";

        Law.Breaches(project, ProjectFile.References(xml)).ShouldHaveSingleItem();
    }

    [Fact]
    public void Law_TemporalReference_Counts() => Law.Breaches(
        "Sagas.Storage",
        ProjectFile.References("""<Project><ItemGroup><TemporalReference Include="Temporalio" /></ItemGroup></Project>"""))
        .ShouldHaveSingleItem();

    [Theory]
    [InlineData("Sagas.Workflows", "Npgsql")]
    [InlineData("Sagas.Workflows", "System.Net.Http")]
    [InlineData("Sagas.Workflows", "Sagas.Activities")]
    [InlineData("Sagas.Api", "Sagas.Storage")]
    [InlineData("Sagas.Engine", "Sagas.Contracts")]
    public void Law_ForbiddenAssembly_IsFound(string project, string touched) =>
        Law.AssemblyBreaches(project, ["System.Runtime", touched]).ShouldHaveSingleItem();

    [Fact]
    public void Law_ThisAssembly_IsSeenToTouchItsReferences() =>
        CompiledCode.Open("Architecture").References.ShouldContain("Shouldly");
}
