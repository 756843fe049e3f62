using Sagas.Encryption.Keys;

namespace Sagas.Encryption.Tests.Keys;

public sealed class KeyVariablesTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", " ")]
    [InlineData(" ", ",")]
    public void Read_NothingSet_NoKeysAndNoFault(string? one, string? several)
    {
        var faults = new List<string>();
        Secrets.Read(one, several, faults).ShouldBeNull();
        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Read_OneKeyWithoutId_IsCalledByItsFingerprint()
    {
        var ring = Secrets.Ring(one: $" {Secrets.Base64('a')}\n");
        ring.Current.Id.ShouldBe(EncryptionKey.Fingerprint(Secrets.Of('a')));
        ring.Current.Id.Length.ShouldBe(8);
    }

    [Fact]
    public void Read_SeveralKeys_FirstEncrypts()
    {
        var ring = Secrets.Ring(several: $"new:{Secrets.Base64('b')}, old:{Secrets.Base64('a')}");
        ring.Current.Id.ShouldBe("new");
        ring.Ids.ShouldBe(["new", "old"]);
    }

    [Fact]
    public void Read_BothVariables_TheOneKeyEncrypts()
    {
        var ring = Secrets.Ring(one: $"one:{Secrets.Base64('a')}", several: $"two:{Secrets.Base64('b')},one:{Secrets.Base64('a')}");
        ring.Ids.ShouldBe(["one", "two"]);
    }

    [Fact]
    public void Read_NotBase64_SaysWhatAKeyIsAndNothingOfWhatWasSet()
    {
        var faults = new List<string>();
        Secrets.Read("correct horse battery staple", null, faults).ShouldBeNull();
        faults.ShouldHaveSingleItem().ShouldBe(
            "PAYLOAD_ENCRYPTION_KEY is no key: it must be 32 bytes in base64, such as `openssl rand -base64 32` makes, but what "
            + "is set is not base64.");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void Read_WrongLength_SaysHowManyBytes(int size)
    {
        var faults = new List<string>();
        Secrets.Read("k1:" + Convert.ToBase64String(new byte[size]), null, faults).ShouldBeNull();
        faults.ShouldHaveSingleItem().ShouldEndWith($"but what is set has {size} bytes.");
    }

    [Fact]
    public void Read_SeveralFaults_AllAtOnceByPlace()
    {
        var faults = new List<string>();
        var several = $"a:short,my key:{Secrets.Base64('b')},c:{Secrets.Base64('c')},c:{Secrets.Base64('d')}";
        Secrets.Read(null, several, faults).ShouldBeNull();
        faults.Count.ShouldBe(3);
        faults[0].ShouldStartWith("Key 1 of PAYLOAD_ENCRYPTION_KEYS is no key");
        faults[1].ShouldStartWith("Key 2 of PAYLOAD_ENCRYPTION_KEYS has an unusable id");
        faults[2].ShouldBe(
            "Key 4 of PAYLOAD_ENCRYPTION_KEYS has the id 'c', which another key has already: give each key an id of its own.");
    }
}
