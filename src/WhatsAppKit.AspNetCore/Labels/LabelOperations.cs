using WhatsAppKit.AspNetCore.Connections;
using WhatsAppKit.Contracts.Labels;
using WhatsAppKit.Core;
using WhatsAppKit.Core.AppState;
using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Messages;

namespace WhatsAppKit.AspNetCore.Labels;

/// <summary>What instances are asked about labels.</summary>
internal static class LabelOperations
{
    public static readonly InstanceOperation<Nothing, IReadOnlyList<LabelResponse>> List = new(
        "labels.list",
        async (client, _, cancellationToken) => [.. (await client.Labels.ListAsync(cancellationToken).ConfigureAwait(false)).Select(ToResponse)]);

    public static readonly InstanceOperation<LabelToCreate, LabelResponse> Create = new(
        "labels.create",
        async (client, label, cancellationToken) => ToResponse(await client.Labels.CreateAsync(label.Name, label.Color, cancellationToken).ConfigureAwait(false)));

    public static readonly InstanceOperation<LabelResponse, Found<LabelResponse>> Save = new(
        "labels.save",
        async (client, wanted, cancellationToken) =>
        {
            if (await FindAsync(client, wanted.Id, cancellationToken).ConfigureAwait(false) is not { } label)
            {
                return new(null);
            }

            var changed = label with { Name = wanted.Name, Color = wanted.Color };
            await client.Labels.SaveAsync(changed, cancellationToken).ConfigureAwait(false);
            return new(ToResponse(changed));
        });

    public static readonly InstanceOperation<string, Found<LabelResponse>> Delete = new(
        "labels.delete",
        async (client, id, cancellationToken) =>
        {
            if (await FindAsync(client, id, cancellationToken).ConfigureAwait(false) is not { } label)
            {
                return new(null);
            }

            await client.Labels.DeleteAsync(label, cancellationToken).ConfigureAwait(false);
            return new(ToResponse(label));
        });

    public static readonly InstanceOperation<string, IReadOnlyList<string>> Chats = new(
        "labels.chats",
        async (client, id, cancellationToken) =>
            [.. (await client.Labels.ListChatsAsync(id, cancellationToken).ConfigureAwait(false)).Select(chat => chat.ToString())]);

    public static readonly InstanceOperation<LabelOn, Nothing> AddToChat = Operation.Do<LabelOn>(
        "labels.chats.add", (client, label, cancellationToken) => client.Labels.AddToChatAsync(label.LabelId, label.Chat, cancellationToken));

    public static readonly InstanceOperation<LabelOn, Nothing> RemoveFromChat = Operation.Do<LabelOn>(
        "labels.chats.remove", (client, label, cancellationToken) => client.Labels.RemoveFromChatAsync(label.LabelId, label.Chat, cancellationToken));

    public static readonly InstanceOperation<LabelOn, Nothing> AddToMessage = Operation.Do<LabelOn>(
        "labels.messages.add", (client, label, cancellationToken) => client.Labels.AddToMessageAsync(label.LabelId, label.Message, cancellationToken));

    public static readonly InstanceOperation<LabelOn, Nothing> RemoveFromMessage = Operation.Do<LabelOn>(
        "labels.messages.remove", (client, label, cancellationToken) => client.Labels.RemoveFromMessageAsync(label.LabelId, label.Message, cancellationToken));

    private static LabelResponse ToResponse(Label label) => new(label.Id, label.Name, label.Color);

    private static async Task<Label?> FindAsync(WhatsAppClient client, string id, CancellationToken cancellationToken) =>
        (await client.Labels.ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(label => label.Id == id);
}

/// <summary>A new label.</summary>
internal sealed record LabelToCreate(string Name, int Color);

/// <summary>A label on a chat, or on a message in it.</summary>
internal sealed record LabelOn(string LabelId, Jid Chat, string? MessageId = null)
{
    /// <summary>Who wrote it, labels do not tell.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public MessageReference Message => new(Chat, MessageId ?? "", Chat, false);
}
