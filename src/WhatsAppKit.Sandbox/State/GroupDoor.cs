using System.Buffers.Text;
using System.Security.Cryptography;

namespace WhatsAppKit.Sandbox.State;

/// <summary>The ways into a group: its invite link, requests to be let in, and invitations for single people. It is stored as it stands; people are named by number.</summary>
internal sealed class GroupDoor
{
    private const int CodeBytes = 16;

    public string InviteCode { get; set; } = NewCode();

    /// <summary>Links that were good once.</summary>
    public List<string> RevokedCodes { get; set; } = [];

    public List<JoinRequest> Requests { get; set; } = [];

    public List<AddRequest> Invitations { get; set; } = [];

    /// <summary>A code in the shape of the real ones: 22 characters.</summary>
    public static string NewCode() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));

    public void Revoke()
    {
        RevokedCodes.Add(InviteCode);
        InviteCode = NewCode();
    }
}

/// <summary>Somebody who waits to be let in.</summary>
internal sealed record JoinRequest(string Number, long At, string Method, string? Requestor = null);

/// <summary>An invitation for somebody who could not be added. It is good once.</summary>
internal sealed record AddRequest(string Number, string Inviter, string Code, long Expiration)
{
    public bool IsVoid { get; set; }
}
