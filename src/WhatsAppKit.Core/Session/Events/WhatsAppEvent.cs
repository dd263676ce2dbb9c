namespace WhatsAppKit.Core.Session.Events;

/// <summary>Something that happened to the connection, the account or a chat.</summary>
public abstract record WhatsAppEvent;
