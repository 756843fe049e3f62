using Google.Protobuf;

namespace Temporalio.Converters;

/// <summary>Names of the encodings and metadata keys, as text and as bytes.</summary>
internal static class PayloadEncodings
{
    public const string EncodingKey = "encoding";
    public const string MessageTypeKey = "messageType";
    public const string BinaryNull = "binary/null";
    public const string BinaryPlain = "binary/plain";
    public const string BinaryProto = "binary/protobuf";
    public const string JsonProto = "json/protobuf";
    public const string JsonPlain = "json/plain";

    public static readonly ByteString BinaryNullBytes = ByteString.CopyFromUtf8(BinaryNull);
    public static readonly ByteString BinaryPlainBytes = ByteString.CopyFromUtf8(BinaryPlain);
    public static readonly ByteString BinaryProtoBytes = ByteString.CopyFromUtf8(BinaryProto);
    public static readonly ByteString JsonProtoBytes = ByteString.CopyFromUtf8(JsonProto);
    public static readonly ByteString JsonPlainBytes = ByteString.CopyFromUtf8(JsonPlain);
}
