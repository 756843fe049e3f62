using Npgsql;
using NpgsqlTypes;

namespace Sagas.Effects;

/// <summary>Positional parameters with explicit types, so that a null does not change the statement's identity.</summary>
public sealed class EffectParameters
{
    private readonly NpgsqlParameterCollection _target;

    internal EffectParameters(NpgsqlParameterCollection target) => _target = target;

    /// <summary>A text, or null.</summary>
    public EffectParameters Text(string? value) => Add(value, NpgsqlDbType.Text);

    /// <summary>A 32-bit integer.</summary>
    public EffectParameters Integer(int value) => Add(value, NpgsqlDbType.Integer);

    /// <summary>A 64-bit integer, or null.</summary>
    public EffectParameters BigInt(long? value) => Add(value, NpgsqlDbType.Bigint);

    /// <summary>JSON text, or null.</summary>
    public EffectParameters Json(string? value) => Add(value, NpgsqlDbType.Jsonb);

    /// <summary>Bytes.</summary>
    public EffectParameters Bytes(byte[] value) => Add(value, NpgsqlDbType.Bytea);

    /// <summary>An interval.</summary>
    public EffectParameters Interval(TimeSpan value) => Add(value, NpgsqlDbType.Interval);

    /// <summary>An array of texts.</summary>
    public EffectParameters Texts(IEnumerable<string> values) =>
        Add(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    private EffectParameters Add(object? value, NpgsqlDbType type)
    {
        _target.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return this;
    }
}
