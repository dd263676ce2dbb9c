using WhatsAppKit.Core.Binary;
using WhatsAppKit.Core.Session.Events;

namespace WhatsAppKit.Core.Channels;

/// <summary>This account follows a channel from now on, or owns it, as another of its devices decided.</summary>
/// <param name="Channel">The channel.</param>
public sealed record ChannelJoined(Channel Channel) : WhatsAppEvent;

/// <summary>This account follows a channel no longer.</summary>
/// <param name="Channel">The channel.</param>
public sealed record ChannelLeft(Jid Channel) : WhatsAppEvent;

/// <summary>This account muted a channel, or unmuted it.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="IsMuted">True when its messages make no noise from now on.</param>
public sealed record ChannelMuteChanged(Jid Channel, bool IsMuted) : WhatsAppEvent;

/// <summary>A channel changed: its name, its description, its picture or whether it goes on.</summary>
/// <param name="Channel">The channel, as far as it was told: what is empty or null was not.</param>
public sealed record ChannelChanged(Channel Channel) : WhatsAppEvent;
