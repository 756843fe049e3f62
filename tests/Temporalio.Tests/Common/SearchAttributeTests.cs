using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Common;

namespace Temporalio.Tests.Common;

public class SearchAttributeTests
{
    private static readonly SearchAttributeKey<string> Keyword = SearchAttributeKey.CreateKeyword("k");
    private static readonly SearchAttributeKey<IReadOnlyCollection<string>> List =
        SearchAttributeKey.CreateKeywordList("k");

    [Fact]
    public void ToProto_Time_IsAsShortAsItCanBe()
    {
        var time = new DateTimeOffset(2001, 1, 1, 1, 2, 3, TimeSpan.FromHours(2));
        var key = SearchAttributeKey.CreateDateTimeOffset("t");
        var proto = Of(key, time).ToProto();
        proto.IndexedFields["t"].Data.ToStringUtf8().ShouldBe("\"2001-01-01T01:02:03+02:00\"");
        SearchAttributeCollection.FromProto(proto).Get(key).ShouldBe(time);
    }

    [Fact]
    public void ToProto_EmptyKeyword_IsEmptyText()
    {
        var proto = Of(Keyword, string.Empty).ToProto();
        proto.IndexedFields["k"].Data.ToStringUtf8().ShouldBe("\"\"");
        SearchAttributeCollection.FromProto(proto).Get(Keyword).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Keyword")]
    [InlineData("INDEXED_VALUE_TYPE_KEYWORD")]
    public void FromProto_EitherNameOfTheType_IsRead(string type) =>
        Read(type, "\"a\"").Get(Keyword).ShouldBe("a");

    [Theory]
    [InlineData("[\"a\",null,\"b\"]", "a,b")]
    [InlineData("[1]", "")]
    [InlineData("\"a\"", "a")]
    public void FromProto_List_HasItsTextsOnly(string json, string texts) =>
        string.Join(',', Read("KeywordList", json).Get(List)).ShouldBe(texts);

    [Fact]
    public void FromProto_UnreadableTime_IsLeftOut() => Read("Datetime", "\"soon\"").Count.ShouldBe(0);

    [Fact]
    public void Get_MissingOrOfAnotherType_SaysSo()
    {
        var attributes = Of(SearchAttributeKey.CreateText("k"), "a");
        Should.Throw<KeyNotFoundException>(() => attributes.Get(Keyword))
            .Message.ShouldBe("k not found or was present with different type");
    }

    [Fact]
    public void Unset_KeyOfAnotherType_RemovesTheName() =>
        new SearchAttributeCollection.Builder(Of(Keyword, "a")).Unset(SearchAttributeKey.CreateText("k"))
            .ToSearchAttributeCollection().Count.ShouldBe(0);

    private static SearchAttributeCollection Of<T>(SearchAttributeKey<T> key, T value)
        where T : notnull => new SearchAttributeCollection.Builder().Set(key, value).ToSearchAttributeCollection();

    private static SearchAttributeCollection Read(string type, string json) => SearchAttributeCollection.FromProto(new()
    {
        IndexedFields =
        {
            ["k"] = new Payload
            {
                Metadata =
                {
                    ["encoding"] = ByteString.CopyFromUtf8("json/plain"),
                    ["type"] = ByteString.CopyFromUtf8(type),
                },
                Data = ByteString.CopyFromUtf8(json),
            },
        },
    });
}
