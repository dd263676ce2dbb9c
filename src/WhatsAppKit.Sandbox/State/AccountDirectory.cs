using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WhatsAppKit.Core.Binary;

namespace WhatsAppKit.Sandbox.State;

/// <summary>All accounts of the sandbox. Callers hold <see cref="Gate"/> while they look at or change what it returns.</summary>
internal sealed class AccountDirectory
{
    private readonly Dictionary<string, Account> _byNumber = [];
    private readonly Dictionary<string, Account> _byLid = [];

    public Lock Gate { get; } = new();

    public IReadOnlyCollection<Account> All => _byNumber.Values;

    public Account GetOrAdd(string number, out bool added)
    {
        added = !_byNumber.TryGetValue(number, out var account);
        if (account is not null)
        {
            return account;
        }

        account = new Account(number, LidOf(number)) { RawId = BitConverter.ToUInt32(SHA256.HashData(Encoding.ASCII.GetBytes(number))) };
        Add(account);
        return account;
    }

    public void Add(Account account)
    {
        _byNumber.Add(account.Number, account);
        _byLid.Add(account.Lid, account);
    }

    public Account? Find(Jid jid) => jid.IsLid ? _byLid.GetValueOrDefault(jid.User) : jid.IsPhoneNumber ? _byNumber.GetValueOrDefault(jid.User) : null;

    public Account? FindNumber(string number) => _byNumber.GetValueOrDefault(number);

    public Device? FindDevice(Jid jid) => Find(jid)?.Devices.GetValueOrDefault(jid.Device);

    // 15 digits that say nothing about the number, and the same at every start.
    private static string LidOf(string number)
    {
        var hash = BitConverter.ToUInt64(SHA256.HashData(Encoding.ASCII.GetBytes("lid:" + number)));
        return (100_000_000_000_000 + (hash % 900_000_000_000_000)).ToString(CultureInfo.InvariantCulture);
    }
}
