using Npgsql;
using Sagas.Effects;

namespace Sagas.Activities.Tests.Effects;

/// <summary>Any SQL as an effect.</summary>
internal sealed record TestEffect(string Statement) : Effect<string>
{
    protected override string Sql => Statement;

    protected override void Bind(EffectParameters parameters)
    {
    }

    protected override string Read(NpgsqlDataReader row) => row.GetValue(0).ToString()!;
}
