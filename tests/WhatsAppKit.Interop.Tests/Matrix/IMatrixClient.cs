using WhatsAppKit.Core.Binary;
using WhatsAppKit.Sandbox.Phones;

namespace WhatsAppKit.Interop.Tests.Matrix;

/// <summary>A client of either kind, as far as the matrix uses it. What it sees it waits for.</summary>
internal interface IMatrixClient : IAsyncDisposable
{
    /// <summary>True for one that shows what waited for it only when more comes.</summary>
    bool HoldsBackWhatWaited { get; }

    Task PairAsync(SandboxPhone phone, bool isByCode);

    Task ConnectAsync();

    Task DisconnectAsync();

    Task<string> SendTextAsync(Jid to, string text);

    Task SeesTextAsync(string text);

    Task<string> SendImageAsync(Jid to, byte[] bytes);

    Task SeesImageAsync(string id, byte[] bytes);

    Task<string> SendAsync(Jid to, MatrixKind kind, byte[] bytes);

    Task SeesAsync(string id, MatrixKind kind);

    Task ReactAsync(string text, string emoji);

    Task SeesReactionAsync(string id, string emoji);

    Task EditAsync(Jid to, string id, string text);

    Task SeesEditAsync(string id, string text);

    Task DeleteAsync(Jid to, string id);

    Task SeesDeletionAsync(string id);

    Task<Jid> CreateGroupAsync(string subject, Jid member);

    Task RenameGroupAsync(Jid group, string subject);

    Task SeesGroupNameAsync(Jid group, string subject);

    Task AddToGroupAsync(Jid group, Jid member);

    Task SeesMemberAsync(Jid group, Jid member);

    Task ReadAsync(string text);

    Task SeesReadAsync(string id);

    Task GoOnlineAsync(SandboxPhone phone, SandboxPhone friend);

    Task SubscribeAsync(Jid to);

    Task SeesOnlineAsync(Jid who);

    Task TypeAsync(Jid to);

    Task SeesTypingAsync(Jid who);

    Task IsSyncedAsync();

    Task MuteAsync(Jid chat);

    Task SeesMuteAsync(Jid chat);

    Task HasHistoryAsync(string text);
}
