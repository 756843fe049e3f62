using Temporalio.Converters;

namespace Temporalio.Tests.Converters;

public class TransferTypeTests
{
    private static readonly IPayloadConverter Converter = DataConverter.Default.PayloadConverter;

    [Fact]
    public void ToPayload_GenericConverter_TakesTheTypeArguments()
    {
        var value = new Pair<string, int>("a", 4);
        var payload = Converter.ToPayload(value);
        payload.Data.ToStringUtf8().ShouldBe("\"a|4\"");
        Converter.ToValue<Pair<string, int>>(payload).ShouldBe(value);
    }

    [Fact]
    public void ToPayload_DerivedType_HasNoConverterOfItsBase() =>
        Converter.ToPayload(new Derived("a")).Data.ToStringUtf8().ShouldBe("{\"Value\":\"a\"}");

    [Theory]
    [InlineData(typeof(NoConverter), typeof(string), "does not implement")]
    [InlineData(typeof(AbstractOne), typeof(AbstractConverter), "abstract")]
    [InlineData(typeof(Closed), typeof(HiddenConverter), "public parameterless constructor")]
    [InlineData(typeof(NotGeneric), typeof(PairConverter<,>), "not a closed constructed generic type")]
    [InlineData(typeof(OneArgument<string>), typeof(PairConverter<,>), "different generic arities")]
    [InlineData(typeof(Constrained<string>), typeof(StructConverter<>), "do not satisfy the converter constraints")]
    public void ToPayload_FaultyConverter_NamesTypeConverterAndRule(Type type, Type converter, string rule)
    {
        var value = Activator.CreateInstance(type, "a");
        var message = Should.Throw<InvalidOperationException>(() => Converter.ToPayload(value)).Message;
        message.ShouldContain(rule);
        message.ShouldContain(type.ToString());
        message.ShouldContain(converter.ToString());
    }

    [TemporalTransferTypeConverter(typeof(PairConverter<,>))]
    public sealed record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

    public class PairConverter<TFirst, TSecond> : ITemporalTransferTypeConverter
    {
        public Type TransferType => typeof(string);

        public object? ToTransferType(object? value) =>
            value is Pair<TFirst, TSecond> pair ? $"{pair.First}|{pair.Second}" : null;

        public object? FromTransferType(object? transferType)
        {
            var parts = ((string)transferType!).Split('|');
            return new Pair<TFirst, TSecond>(
                (TFirst)Convert.ChangeType(parts[0], typeof(TFirst), null),
                (TSecond)Convert.ChangeType(parts[1], typeof(TSecond), null));
        }
    }

    [TemporalTransferTypeConverter(typeof(TextConverter))]
    public record Base(string Value);

    public record Derived(string Value) : Base(Value);

    public class TextConverter : ITemporalTransferTypeConverter
    {
        public Type TransferType => typeof(string);

        public object? ToTransferType(object? value) => ((Base)value!).Value;

        public object? FromTransferType(object? transferType) => new Base((string)transferType!);
    }

    public abstract class AbstractConverter : TextConverter;

    public class HiddenConverter : TextConverter
    {
        private HiddenConverter()
        {
        }
    }

    public class StructConverter<T> : TextConverter
        where T : struct;

    [TemporalTransferTypeConverter(typeof(string))]
    public sealed record NoConverter(string Value);

    [TemporalTransferTypeConverter(typeof(AbstractConverter))]
    public sealed record AbstractOne(string Value);

    [TemporalTransferTypeConverter(typeof(HiddenConverter))]
    public sealed record Closed(string Value);

    [TemporalTransferTypeConverter(typeof(PairConverter<,>))]
    public sealed record NotGeneric(string Value);

    [TemporalTransferTypeConverter(typeof(PairConverter<,>))]
    public sealed record OneArgument<T>(T Value);

    [TemporalTransferTypeConverter(typeof(StructConverter<>))]
    public sealed record Constrained<T>(T Value);
}
