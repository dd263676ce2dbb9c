using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WhatsAppKit.AspNetCore.Messages.Content;
using WhatsAppKit.AspNetCore.Messages.Kinds;
using WhatsAppKit.AspNetCore.Messages.Queue;
using WhatsAppKit.AspNetCore.Messages.Receiving;

namespace WhatsAppKit.AspNetCore.Messages;

/// <summary>Registers what messages need, and every kind of them.</summary>
internal static class MessageServices
{
    public static void AddMessages(this IServiceCollection services)
    {
        services.TryAddSingleton<BodySealer>();
        services.TryAddSingleton<StoredMessages>();
        services.TryAddSingleton<OwnActions>();
        services.TryAddSingleton<MessageKinds>();
        services.TryAddSingleton<MessageEvents>();
        services.TryAddSingleton<NewChats>();
        services.TryAddSingleton<MessageSender>();
        services.TryAddSingleton<BulkSender>();
        services.TryAddSingleton<MessageAcceptance>();
        services.TryAddSingleton<MessageOutbox>();
        services.TryAddSingleton<SendOutcomes>();
        services.TryAddSingleton<SendPacing>();
        services.TryAddSingleton<SendAttempts>();
        services.TryAddSingleton<SendLanes>();
        services.TryAddSingleton<Idempotency>();
        services.TryAddSingleton<SendQueue>();
        services.TryAddSingleton<MessageHistory>();
        services.TryAddSingleton<MessageDetails>();
        services.TryAddSingleton<ReadMarks>();
        Add<TextKind>(services);
        Add<ImageKind>(services);
        Add<VideoKind>(services);
        Add<AudioKind>(services);
        Add<VoiceKind>(services);
        Add<DocumentKind>(services);
        Add<StickerKind>(services);
        Add<LocationKind>(services);
        Add<LiveLocationKind>(services);
        Add<ContactKind>(services);
        Add<ContactsKind>(services);
        Add<PollKind>(services);
        Add<EventKind>(services);
        Add<GroupInviteKind>(services);
        Add<ChannelInviteKind>(services);
        Add<AlbumKind>(services);
        Add<ChoiceKind>(services);
        Add<PhoneNumberRequestKind>(services);
        Add<PhoneNumberKind>(services);
        Add<ForwardKind>(services);
        Add<ReactionKind>(services);
        Add<VoteKind>(services);
        Add<EventAnswerKind>(services);
        Add<PinKind>(services);
        Add<UnpinKind>(services);
        Add<KeepKind>(services);
        Add<EditKind>(services);
        Add<DeleteKind>(services);
    }

    private static void Add<TKind>(IServiceCollection services)
        where TKind : MessageKind => services.TryAddEnumerable(ServiceDescriptor.Singleton<MessageKind, TKind>());
}
